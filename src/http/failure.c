/* SPDX-License-Identifier: MIT */
#include <curl/curl.h>
#include <stddef.h>

#include "http/failure.h"

enum http_failure
failure_of(int rc)
{
	switch (rc) {
	case CURLE_OK:
		return HTTP_FINE;
	case CURLE_COULDNT_RESOLVE_PROXY:
		return HTTP_NO_PROXY;
	case CURLE_COULDNT_RESOLVE_HOST:
		return HTTP_NO_HOST;
	case CURLE_COULDNT_CONNECT:
		return HTTP_NO_CONNECTION;
	case CURLE_OPERATION_TIMEDOUT:
		return HTTP_TIMEOUT;
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
		return HTTP_TLS;
	default:
		return HTTP_BROKEN;
	}
}

bool
failure_is_early(int rc)
{
	static const CURLcode early[] = {
		CURLE_UNSUPPORTED_PROTOCOL, CURLE_URL_MALFORMAT,
		CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_RESOLVE_HOST,
		CURLE_COULDNT_CONNECT, CURLE_SSL_CONNECT_ERROR,
		CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
		CURLE_OPERATION_TIMEDOUT,
	};
	size_t i;

	for (i = 0; i < sizeof(early) / sizeof(*early); i++)
		if (rc == (int)early[i])
			return true;
	return false;
}

bool
failure_is_late(int rc)
{
	switch (rc) {
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
		return true;
	default:
		return failure_of(rc) == HTTP_TLS;
	}
}
