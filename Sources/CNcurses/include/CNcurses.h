#ifndef DAYBOOK_CNCURSES_H
#define DAYBOOK_CNCURSES_H

#define _XOPEN_SOURCE_EXTENDED 1
#include <curses.h>
#include <stddef.h>
#include <term.h>
#include <termios.h>

// The terminfo half of curses. Its functions take `char *` on one system and `const char *` on the
// other, and answer "no such capability" with pointers that Swift cannot compare; so each is wrapped.

/// Loads the description of a kind of terminal: 1 found, 0 not found, -1 no descriptions at all.
static inline int curses_load(const char *name, int descriptor) {
  int answer = 0;
  return setupterm((char *)name, descriptor, &answer) == OK ? 1 : answer;
}

/// A capability that is a text, or NULL.
static inline const char *curses_text(const char *capability) {
  const char *text = tigetstr((char *)capability);
  return text == (const char *)-1 ? NULL : text;
}

/// A capability that is a number, negative when there is none.
static inline int curses_number(const char *capability) {
  return tigetnum((char *)capability);
}

/// A capability that is there or not.
static inline int curses_flag(const char *capability) {
  return tigetflag((char *)capability) > 0;
}

// What must work inside a signal handler, where Swift must not run.

/// From now on whatever ends the process, orderly or not, first writes these bytes to the terminal
/// and gives it back these settings. The bytes are copied.
void terminal_guard(int descriptor, const struct termios *settings, const char *bytes, size_t count);

/// The terminal was given back; nothing is left to do at the end.
void terminal_unguard(void);

/// Each SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP and SIGINT becomes a byte, its number, in this
/// pipe. A second request to end while the first was not yet answered is obeyed on the spot.
void terminal_watch_signals(int pipe);

/// Stops the process group as the terminal's own Ctrl-Z would, and returns when it goes on.
void terminal_stop(void);

/// While the terminal is lent to another program of our process group, what is typed there to interrupt
/// or stop it is not meant for us.
void terminal_lend(int is_lent);

#endif
