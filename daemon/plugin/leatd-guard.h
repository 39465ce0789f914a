/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-guard.h - knows which plugin a thread is in: names who crashes or does not return */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdGuard:
 * @module: file name of the module, for the crash report
 * @instance: "camera0"
 * @entered: atomic; CLOCK_MONOTONIC_COARSE in nanoseconds when the plugin was called, 0: none is
 *
 * One for each worker. Its thread calls enter() and leave() around each call into the plugin (some
 * nanoseconds).
 */
typedef struct {
  const char *module;
  const char *instance;
  gint64      entered;
} LeatdGuard;

void     leatd_guard_enter   (LeatdGuard *self);   /* this thread goes into the plugin */
void     leatd_guard_leave   (LeatdGuard *self);
/* any thread: µs since it went in; 0: it is outside */
gint64   leatd_guard_inside  (LeatdGuard *self);

/* Called once by main: on SIGSEGV, SIGBUS, SIGILL, SIGFPE and SIGABRT the module and instance that
 * the thread is in are written to @path, then the signal takes its course. */
gboolean leatd_guard_install (const char *path, GError **error);

G_END_DECLS
