#include "CDispatchMonitor.h"

// The first worker of a concurrent queue that registers starts a timer which wakes the process once a
// second for as long as it lives. Who does not register is not watched.

void __wrap__dispatch_workq_worker_register(void *queue) { (void)queue; }

void __wrap__dispatch_workq_worker_unregister(void *queue) { (void)queue; }
