/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-state.h - what a source or sink is doing, why, and since when */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

/**
 * LeatdStateCode:
 * @LEATD_STATE_ABSENT: device or peer is not there; it is tried again
 * @LEATD_STATE_CONNECTING: being opened
 * @LEATD_STATE_RUNNING: at work
 * @LEATD_STATE_SILENT: at work, but nothing came for longer than expect-every=
 * @LEATD_STATE_WAITING: held back by a full queue
 * @LEATD_STATE_HELD: settings, rights or address at the peer must be mended
 * @LEATD_STATE_PAUSED: by command
 * @LEATD_STATE_STUCK: its plugin does not return
 * @LEATD_STATE_FAILED: will not be tried again
 * @LEATD_STATE_ENDED: has come to its end, or was stopped
 */
typedef enum {
  LEATD_STATE_ABSENT,
  LEATD_STATE_CONNECTING,
  LEATD_STATE_RUNNING,
  LEATD_STATE_SILENT,
  LEATD_STATE_WAITING,
  LEATD_STATE_HELD,
  LEATD_STATE_PAUSED,
  LEATD_STATE_STUCK,
  LEATD_STATE_FAILED,
  LEATD_STATE_ENDED,
} LeatdStateCode;

/* Set by the worker's thread, read by any. That it is stuck is seen by the main thread and lies
 * over it: when the plugin comes back, the worker's own word holds, whatever it said meanwhile. */
typedef struct {
  const char *component;
  GMutex      mutex;    /* of what follows */
  int         code;     /* LeatdStateCode */
  char       *reason;
  gint64      since;    /* nanoseconds since 1970 */
  char       *stuck;    /* NULL: it is not; why it is said to be */
  gint64      stuck_since;
  char       *error;    /* the last reason for which it was absent, held, stuck or failed */
  void      (*changed) (gpointer user_data);   /* NULL: nobody watches */
  gpointer    user_data;
} LeatdState;

void           leatd_state_init      (LeatdState *self, const char *component);
void           leatd_state_clear     (LeatdState *self);
gboolean       leatd_state_set       (LeatdState *self, LeatdStateCode code,
                                      const char *format, ...) G_GNUC_PRINTF (3, 4);
void           leatd_state_set_quietly (LeatdState *self, LeatdStateCode code,
                                        const char *reason);
void           leatd_state_set_stuck (LeatdState *self, const char *reason);
LeatdStateCode leatd_state_get       (LeatdState *self, char **reason, gint64 *since);
/* (transfer full) (nullable): the last thing that was wrong */
char          *leatd_state_get_error (LeatdState *self);
const char    *leatd_state_get_name  (LeatdStateCode code);
/* @changed is called in any thread, and must not block nor ask the state; NULL: no longer, and it
 * is not being called when this returns */
void           leatd_state_watch     (LeatdState *self, void (*changed) (gpointer user_data),
                                      gpointer user_data);

G_END_DECLS
