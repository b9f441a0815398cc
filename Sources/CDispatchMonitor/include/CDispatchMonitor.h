#ifndef CDISPATCHMONITOR_H
#define CDISPATCHMONITOR_H

/* What a release for Linux calls in the place of Dispatch's own: see decision 11. */

void __wrap__dispatch_workq_worker_register(void *queue);
void __wrap__dispatch_workq_worker_unregister(void *queue);

#endif
