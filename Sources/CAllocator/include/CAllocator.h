#ifndef C_ALLOCATOR_H
#define C_ALLOCATOR_H

/// Keeps what is freed small: threads share two heaps instead of having one each, and what takes 128 KiB
/// or more goes back to the system when it is freed. To be called before there are threads; for
/// allocators other than glibc's nothing happens.
void daybook_share_heaps(void);

/// Gives free memory that lies between used one back to the system, which takes some tenths of a
/// millisecond; with allocators other than glibc's nothing happens.
void daybook_return_memory(void);

#endif
