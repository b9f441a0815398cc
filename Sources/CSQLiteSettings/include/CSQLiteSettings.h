#ifndef C_SQLITE_SETTINGS_H
#define C_SQLITE_SETTINGS_H

/// Has SQLite count no more what memory it uses, which takes a lock for each piece of it and which
/// nobody asks for. To be called before the first database is opened; later it does nothing.
void daybook_sqlite_counts_no_memory(void);

#endif
