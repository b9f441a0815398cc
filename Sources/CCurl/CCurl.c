#include "CCurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

// libcurl brings thirty more libraries, and most commands never speak to anybody: it is opened with
// the first address that is read, not when the program starts.
// The header's macros around the variadic calls only check types.
#undef curl_easy_setopt
#undef curl_easy_getinfo

#define EACH(name) \
  name(easy_cleanup) \
  name(easy_getinfo) \
  name(easy_init) \
  name(easy_perform) \
  name(easy_reset) \
  name(easy_setopt) \
  name(easy_strerror) \
  name(free) \
  name(global_init) \
  name(slist_append) \
  name(slist_free_all) \
  name(url) \
  name(url_cleanup) \
  name(url_get) \
  name(url_set)

#define POINTER(name) static __typeof__(&curl_##name) name;
EACH(POINTER)

static void *library(void) {
#ifdef __APPLE__
  const char *names[] = {"libcurl.4.dylib", "/usr/lib/libcurl.4.dylib"};
#else
  const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
#endif
  for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
    void *found = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    if (found != NULL) return found;
  }
  return NULL;
}

bool ccurl_start(void) {
  void *curl = library();
  if (curl == NULL) return false;
#define FIND(name) if ((name = (__typeof__(name))dlsym(curl, "curl_" #name)) == NULL) return false;
  EACH(FIND)
  return global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

#define TRY(call) do { if ((call) != CURLE_OK) return false; } while (0)

CCurlHandle *ccurl_new(void) { return easy_init(); }
void ccurl_reset(CCurlHandle *handle) { easy_reset(handle); }
void ccurl_free(CCurlHandle *handle) { easy_cleanup(handle); }

bool ccurl_prepare(
    CCurlHandle *handle, const char *url, const char *userAgent, const char *authorities) {
  TRY(easy_setopt(handle, CURLOPT_URL, url));
  TRY(easy_setopt(handle, CURLOPT_USERAGENT, userAgent));
  TRY(easy_setopt(handle, CURLOPT_NOSIGNAL, 1L));
  TRY(easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L));
  TRY(easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L));
  TRY(easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L));
  TRY(easy_setopt(handle, CURLOPT_ACCEPT_ENCODING, ""));
  TRY(easy_setopt(handle, CURLOPT_NOPROGRESS, 0L));
  TRY(easy_setopt(handle, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L));
  if (authorities != NULL) TRY(easy_setopt(handle, CURLOPT_CAINFO, authorities));
#if LIBCURL_VERSION_NUM >= 0x075500
  TRY(easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https"));
#else
  TRY(easy_setopt(handle, CURLOPT_PROTOCOLS, (long)(CURLPROTO_HTTP | CURLPROTO_HTTPS)));
#endif
  return true;
}

bool ccurl_set_method(
    CCurlHandle *handle, const char *method, const char *body, int64_t length) {
  if (body != NULL) {
    TRY(easy_setopt(handle, CURLOPT_POST, 1L));
    TRY(easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)length));
    TRY(easy_setopt(handle, CURLOPT_POSTFIELDS, body));
  } else if (strcmp(method, "HEAD") == 0) {
    TRY(easy_setopt(handle, CURLOPT_NOBODY, 1L));
  } else {
    TRY(easy_setopt(handle, CURLOPT_HTTPGET, 1L));
  }
  TRY(easy_setopt(handle, CURLOPT_CUSTOMREQUEST, method));
  return true;
}

bool ccurl_set_headers(CCurlHandle *handle, CCurlList *headers) {
  TRY(easy_setopt(handle, CURLOPT_HTTPHEADER, (struct curl_slist *)headers));
  return true;
}

bool ccurl_set_timeouts(CCurlHandle *handle, long connectMilliseconds, long milliseconds) {
  TRY(easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, connectMilliseconds));
  TRY(easy_setopt(handle, CURLOPT_TIMEOUT_MS, milliseconds));
  return true;
}

bool ccurl_set_callbacks(
    CCurlHandle *handle, CCurlReceive head, CCurlReceive body, CCurlProgress progress,
    void *context) {
  TRY(easy_setopt(handle, CURLOPT_HEADERFUNCTION, head));
  TRY(easy_setopt(handle, CURLOPT_HEADERDATA, context));
  TRY(easy_setopt(handle, CURLOPT_WRITEFUNCTION, body));
  TRY(easy_setopt(handle, CURLOPT_WRITEDATA, context));
  TRY(easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, (curl_xferinfo_callback)progress));
  TRY(easy_setopt(handle, CURLOPT_XFERINFODATA, context));
  return true;
}

static curl_socket_t open_allowed(
    void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  CCurlGate *gate = context;
  const uint8_t *bytes = NULL;
  int count = 0;
  if (address->family == AF_INET) {
    bytes = (const uint8_t *)&((const struct sockaddr_in *)&address->addr)->sin_addr;
    count = 4;
  } else if (address->family == AF_INET6) {
    bytes = (const uint8_t *)&((const struct sockaddr_in6 *)&address->addr)->sin6_addr;
    count = 16;
  }
  if (purpose != CURLSOCKTYPE_IPCXN || bytes == NULL
      || !gate->allows(bytes, count, gate->context))
    return CURL_SOCKET_BAD;
  int made = socket(address->family, address->socktype, address->protocol);
  if (made >= 0) fcntl(made, F_SETFD, FD_CLOEXEC);
  return made;
}

bool ccurl_set_gate(CCurlHandle *handle, CCurlGate *gate) {
  TRY(easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, open_allowed));
  TRY(easy_setopt(handle, CURLOPT_OPENSOCKETDATA, gate));
  TRY(easy_setopt(handle, CURLOPT_PROXY, ""));
  return true;
}

CCurlEnd ccurl_perform(CCurlHandle *handle, char *words) {
  char own[CURL_ERROR_SIZE] = "";
  easy_setopt(handle, CURLOPT_ERRORBUFFER, own);
  CURLcode code = easy_perform(handle);
  easy_setopt(handle, CURLOPT_ERRORBUFFER, NULL);
  const char *said = own[0] != 0 ? own : easy_strerror(code);
  strncpy(words, said, 255);
  words[255] = 0;
  switch (code) {
  case CURLE_OK: return CCurlEndDone;
  case CURLE_OPERATION_TIMEDOUT: return CCurlEndTimedOut;
  case CURLE_COULDNT_RESOLVE_HOST: return CCurlEndUnknownHost;
  case CURLE_COULDNT_RESOLVE_PROXY:
  case CURLE_PROXY: return CCurlEndNoProxy;
  case CURLE_COULDNT_CONNECT: return CCurlEndRefusedConnection;
  case CURLE_GOT_NOTHING:
  case CURLE_RECV_ERROR:
  case CURLE_SEND_ERROR:
  case CURLE_PARTIAL_FILE:
  case CURLE_WEIRD_SERVER_REPLY:
  case CURLE_HTTP2:
  case CURLE_HTTP2_STREAM: return CCurlEndDropped;
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH: return CCurlEndUntrusted;
  case CURLE_WRITE_ERROR:
  case CURLE_ABORTED_BY_CALLBACK: return CCurlEndStopped;
  case CURLE_BAD_CONTENT_ENCODING: return CCurlEndBadEncoding;
  case CURLE_URL_MALFORMAT:
  case CURLE_UNSUPPORTED_PROTOCOL: return CCurlEndBadAddress;
  default: return CCurlEndOther;
  }
}

long ccurl_status(CCurlHandle *handle) {
  long status = 0;
  easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

CCurlList *ccurl_append(CCurlList *list, const char *line) {
  return slist_append((struct curl_slist *)list, line);
}

void ccurl_free_list(CCurlList *list) { slist_free_all((struct curl_slist *)list); }

static char *part(CURLU *address, CURLUPart which, unsigned int flags) {
  char *text = NULL;
  return url_get(address, which, &text, flags) == CURLUE_OK ? text : NULL;
}

bool ccurl_read_address(const char *base, const char *reference, CCurlParts *parts) {
  memset(parts, 0, sizeof *parts);
  CURLU *address = url();
  if (address == NULL) return false;
  bool read =
      (base == NULL || url_set(address, CURLUPART_URL, base, 0) == CURLUE_OK)
      && url_set(
             address, CURLUPART_URL, reference, CURLU_NON_SUPPORT_SCHEME | CURLU_URLENCODE)
          == CURLUE_OK;
  if (read) {
    parts->scheme = part(address, CURLUPART_SCHEME, 0);
    parts->host = part(address, CURLUPART_HOST, 0);
    parts->port = part(address, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    parts->user = part(address, CURLUPART_USER, CURLU_URLDECODE);
    parts->password = part(address, CURLUPART_PASSWORD, CURLU_URLDECODE);
    url_set(address, CURLUPART_USER, NULL, 0);
    url_set(address, CURLUPART_PASSWORD, NULL, 0);
    url_set(address, CURLUPART_FRAGMENT, NULL, 0);
    parts->plain = part(address, CURLUPART_URL, 0);
    read = parts->scheme != NULL && parts->host != NULL && parts->plain != NULL;
  }
  url_cleanup(address);
  if (!read) ccurl_free_parts(parts);
  return read;
}

void ccurl_free_parts(CCurlParts *parts) {
  free(parts->scheme);
  free(parts->host);
  free(parts->port);
  free(parts->user);
  free(parts->password);
  free(parts->plain);
  memset(parts, 0, sizeof *parts);
}
