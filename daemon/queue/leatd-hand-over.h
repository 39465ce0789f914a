/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-hand-over.h - tells ThreadSanitizer that an item goes through a GAsyncQueue to a thread */
#pragma once

/* GLib is not built for ThreadSanitizer, which hence does not see that the queue orders what was
 * written before the push and read after the pop. It is told for the item alone, so that real races
 * are still found. */
#ifdef __SANITIZE_THREAD__
#include <sanitizer/tsan_interface.h>
#define LEATD_HAND_OVER(item) __tsan_release (item)
#define LEATD_TAKE_OVER(item) __tsan_acquire (item)
#else
#define LEATD_HAND_OVER(item) ((void) 0)
#define LEATD_TAKE_OVER(item) ((void) 0)
#endif
