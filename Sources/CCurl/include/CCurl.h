#ifndef CCURL_H
#define CCURL_H

// libcurl's easy interface without its variadic calls and macros, neither of which Swift imports.
// The header uses plain C types only, so that a module importing CCurl needs no other.

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef void CCurlHandle;
typedef void CCurlList;
typedef void CCurlAddress;

/// How a transfer ended, as far as somebody must act on it.
typedef enum __attribute__((enum_extensibility(closed))) {
  CCurlEndDone,
  CCurlEndTimedOut,
  CCurlEndUnknownHost,
  CCurlEndNoProxy,
  CCurlEndRefusedConnection,
  CCurlEndDropped,
  CCurlEndUntrusted,
  CCurlEndStopped,
  CCurlEndBadEncoding,
  CCurlEndBadAddress,
  CCurlEndOther,
} CCurlEnd;

/// Takes bytes; anything but `length` stops the transfer.
typedef size_t (*CCurlReceive)(char *bytes, size_t size, size_t count, void *context);
/// Asked at least once a second; anything but 0 stops the transfer.
typedef int (*CCurlProgress)(
    void *context, int64_t expected, int64_t received, int64_t toSend, int64_t sent);

bool ccurl_start(void);
CCurlHandle *ccurl_new(void);
/// Forgets the request but keeps its open connections.
void ccurl_reset(CCurlHandle *handle);
void ccurl_free(CCurlHandle *handle);

/// What holds for every request: only HTTP, certificates checked, no redirection followed, every
/// encoding known here accepted, no signals. `authorities` is a file of certificates to trust in
/// place of the system's, or NULL.
bool ccurl_prepare(
    CCurlHandle *handle, const char *url, const char *userAgent, const char *authorities);
/// `body` is not copied and must outlive the transfer; NULL sends none.
bool ccurl_set_method(
    CCurlHandle *handle, const char *method, const char *body, int64_t length);
bool ccurl_set_headers(CCurlHandle *handle, CCurlList *headers);
bool ccurl_set_timeouts(CCurlHandle *handle, long connectMilliseconds, long milliseconds);
bool ccurl_set_callbacks(
    CCurlHandle *handle, CCurlReceive head, CCurlReceive body, CCurlProgress progress,
    void *context);

/// Says of each address, 4 or 16 bytes, whether a connection to it may be made.
typedef struct {
  bool (*allows)(const uint8_t *bytes, int count, void *context);
  void *context;
} CCurlGate;

/// Asks `gate`, which must outlive the transfer, before each connection, and goes through no proxy,
/// which would connect in our place to what nobody was asked about.
bool ccurl_set_gate(CCurlHandle *handle, CCurlGate *gate);
/// `words` has room for 256 bytes and gets curl's own words for what went wrong.
CCurlEnd ccurl_perform(CCurlHandle *handle, char *words);
long ccurl_status(CCurlHandle *handle);

/// NULL when there is no memory; `list` is then untouched.
CCurlList *ccurl_append(CCurlList *list, const char *line);
void ccurl_free_list(CCurlList *list);

/// The parts of an absolute address that matter; the strings belong to whoever asked.
typedef struct {
  char *scheme, *host, *port, *user, *password, *plain;
} CCurlParts;

/// Reads `reference` as seen from `base` (NULL: it must be absolute); false when it is no address.
/// `plain` is the whole of it without user, password and fragment.
bool ccurl_read_address(const char *base, const char *reference, CCurlParts *parts);
void ccurl_free_parts(CCurlParts *parts);

#endif
