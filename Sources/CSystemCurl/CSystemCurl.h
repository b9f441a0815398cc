#ifndef CSYSTEMCURL_H
#define CSYSTEMCURL_H

#include <curl/curl.h>

#endif
