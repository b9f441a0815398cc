#include "CNcurses.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t guarded = 0;
static volatile sig_atomic_t ending = 0;
static volatile sig_atomic_t stopping = 0;
static volatile sig_atomic_t continued = 0;
static int terminal = -1;
static int signal_pipe = -1;
static struct termios before;
static char farewell[512];
static size_t farewell_count = 0;

/// Only what POSIX allows in a handler.
static void give_back(void) {
  if (!guarded) return;
  guarded = 0;
  // A terminal that takes nothing any more must not keep us: the farewell is left out then.
  int flags = fcntl(terminal, F_GETFL);
  if (flags >= 0) fcntl(terminal, F_SETFL, flags | O_NONBLOCK);
  size_t done = 0;
  while (done < farewell_count) {
    ssize_t count = write(terminal, farewell + done, farewell_count - done);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    done += (size_t)count;
  }
  // Whoever shares the terminal gets it as it was.
  if (flags >= 0) fcntl(terminal, F_SETFL, flags);
  tcsetattr(terminal, TCSANOW, &before);
}

static void on_crash(int number) {
  give_back();
  // SA_RESETHAND has put the default action back; it runs when this returns.
  raise(number);
}

static void on_signal(int number) {
  int saved = errno;
  if (number == SIGCONT) {
    continued = 1;
    // We stopped on purpose, and whoever did so goes on by himself.
    if (stopping) return;
  }
  if (number == SIGTERM || number == SIGHUP || number == SIGINT) {
    if (ending) {
      give_back();
      _exit(128 + number);
    }
    ending = 1;
  }
  unsigned char byte = (unsigned char)number;
  ssize_t ignored = write(signal_pipe, &byte, 1);
  (void)ignored;
  errno = saved;
}

static void watch_crashes(void) {
  // A handler needs a stack of its own when the stack itself was what ran out.
  static char stack_memory[32768];
  stack_t stack;
  memset(&stack, 0, sizeof stack);
  stack.ss_sp = stack_memory;
  stack.ss_size = sizeof stack_memory;
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_crash;
  action.sa_flags = (int)(SA_RESETHAND | SA_ONSTACK);
  // The wishes to end are here for the time until somebody listens for them.
  const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT,
                         SIGFPE,  SIGQUIT, SIGTERM, SIGHUP, SIGINT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}

void terminal_guard(int descriptor, const struct termios *settings, const char *bytes,
                    size_t count) {
  static int is_first = 1;
  guarded = 0;
  terminal = descriptor;
  before = *settings;
  farewell_count = count < sizeof farewell ? count : sizeof farewell;
  memcpy(farewell, bytes, farewell_count);
  if (is_first) {
    is_first = 0;
    watch_crashes();
    atexit(give_back);
  }
  guarded = 1;
}

void terminal_unguard(void) { guarded = 0; }

void terminal_watch_signals(int pipe) {
  signal_pipe = pipe;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_signal;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  const int numbers[] = {SIGWINCH, SIGCONT, SIGTSTP, SIGTERM, SIGHUP, SIGINT};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) sigaction(numbers[i], &action, NULL);
}

void terminal_stop(void) {
  struct sigaction ordinary, ours;
  memset(&ordinary, 0, sizeof ordinary);
  ordinary.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &ordinary, &ours);
  continued = 0;
  stopping = 1;
  kill(0, SIGTSTP);
  // The signal may go to another thread, and would find our own handler again if we were quick. In a
  // process group that nobody could continue the system ignores it: then we go on after a moment.
  const struct timespec moment = {0, 10000000};
  for (int i = 0; i < 30 && !continued; i++) nanosleep(&moment, NULL);
  stopping = 0;
  sigaction(SIGTSTP, &ours, NULL);
}

void terminal_lend(int is_lent) {
  static const int numbers[] = {SIGINT, SIGQUIT, SIGTSTP};
  enum { count = sizeof numbers / sizeof *numbers };
  static struct sigaction ours[count];
  struct sigaction ignored;
  memset(&ignored, 0, sizeof ignored);
  ignored.sa_handler = SIG_IGN;
  for (size_t i = 0; i < count; i++) {
    if (is_lent)
      sigaction(numbers[i], &ignored, &ours[i]);
    else
      sigaction(numbers[i], &ours[i], NULL);
  }
}
