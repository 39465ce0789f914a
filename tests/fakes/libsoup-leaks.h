/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* libsoup-leaks.h - what AddressSanitizer is to know of libsoup */
#pragma once

#ifdef __SANITIZE_ADDRESS__
/* libsoup 3.2 keeps the sockets that it accepted, and an address for each look at its URIs: what is
 * made in these files is no leak of ours, but whole stacks are needed to know it. Where dlopen()ed
 * modules (TLS) have thread-local memory, following it is the end of LeakSanitizer (gcc 12) */
const char *__asan_default_options (void);
const char *__lsan_default_suppressions (void);

const char *
__asan_default_options (void)
{
  return "fast_unwind_on_malloc=0:intercept_tls_get_addr=0";
}

const char *
__lsan_default_suppressions (void)
{
  return "leak:fake-server.c\nleak:websocket-service.h";
}
#endif
