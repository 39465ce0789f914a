/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-guard.h - knows which plugin a thread is in: names who crashes or does not return */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

typedef struct _LeatdGuard LeatdGuard;

/**
 * LeatdGuard:
 * @module: file name of the module, for the crash report
 * @instance: "camera0"
 * @entered: atomic; CLOCK_MONOTONIC_COARSE in nanoseconds when the plugin was called, 0: none is
 * @outer: the guard's own: the plugin that the thread was in before (a source opens its link)
 * @depth: the guard's own: how often it was entered while the thread was in it
 *
 * One for each instance, or for a source and its link. Its thread calls enter() and leave() around
 * each call into the plugin (some nanoseconds); these may nest.
 */
struct _LeatdGuard {
  const char *module;
  const char *instance;
  gint64      entered;
  LeatdGuard *outer;
  guint       depth;
};

void       leatd_guard_enter   (LeatdGuard *self);   /* this thread goes into the plugin */
void       leatd_guard_leave   (LeatdGuard *self);
void       leatd_guard_renew   (LeatdGuard *self);   /* it is in there, and gets on */
/* a crash of this thread outside any call counts for it too: callbacks that the plugin attached to
 * the thread's context, run(); NULL: no more */
void       leatd_guard_own     (LeatdGuard *self);
/* instance and file of the plugin whose code this thread runs, or whose thread it is; NULL: none */
const char *leatd_guard_name   (const char **module);
/* any thread: µs since it went in; 0: it is outside */
gint64     leatd_guard_inside  (LeatdGuard *self);

/* Called once by main: on SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT and SIGTRAP (g_error()), and
 * when a plugin calls exit(), the module and instance that the thread is in are written to @path,
 * then the signal takes its course. */
gboolean   leatd_guard_install (const char *path, GError **error);

/**
 * LeatdCrash:
 * @time: nanoseconds since 1970-01-01 UTC
 * @signal: 0: it called exit()
 * @instance: "camera0"; %NULL: the thread was in no plugin
 * @module: its file; %NULL likewise
 *
 * One end of the process, as guard_install() wrote it down.
 */
typedef struct {
  gint64 time;
  int    signal;
  char  *instance;
  char  *module;
} LeatdCrash;

/* what was written to @path, of LeatdCrash, oldest first; empty if there is no such file */
GPtrArray *leatd_guard_read    (const char *path, GError **error);
/* "signal 11 SIGSEGV" */
char      *leatd_signal_name   (int number);

G_END_DECLS
