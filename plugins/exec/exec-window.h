/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* exec-window.h - what was sent to a child, and what it has answered */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * ExecSent:
 * @link: its place in the order of sending
 * @id: of the record
 * @is_safe: it was acknowledged
 * @reason: (nullable): it was refused, for this
 *
 * A record on its way.
 */
typedef struct {
  GList    link;
  char    *id;
  gboolean is_safe;
  char    *reason;
} ExecSent;

/**
 * ExecWindow:
 * @by_id: id → ExecSent, which it owns
 * @order: of sending
 */
typedef struct {
  GHashTable *by_id;
  GQueue      order;
} ExecWindow;

void      exec_window_init        (ExecWindow *self);
void      exec_window_clear       (ExecWindow *self);
/* another child: nothing was sent */
void      exec_window_reset       (ExecWindow *self);
/* (transfer none) (nullable) */
ExecSent *exec_window_find        (ExecWindow *self, const char *id);
ExecSent *exec_window_add         (ExecWindow *self, const char *id);
void      exec_window_remove      (ExecWindow *self, ExecSent *sent);
/* what was not answered is not on its way any more */
void      exec_window_forget_open (ExecWindow *self);

/* FALSE: it is not on its way, or was answered before */
gboolean  exec_window_acknowledge (ExecWindow *self, const char *id);
/* with all that were sent before it and were not answered */
gboolean  exec_window_acknowledge_through (ExecWindow *self, const char *id);
gboolean  exec_window_refuse      (ExecWindow *self, const char *id, const char *reason);

static inline gboolean
exec_sent_is_open (const ExecSent *self)
{
  return !self->is_safe && self->reason == NULL;
}

G_END_DECLS
