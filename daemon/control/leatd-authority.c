/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-authority.c - who may call what: root and our own user all, others what polkit grants */
#include "control/leatd-authority.h"
#include "leat-error.h"
#include "worker/leatd-event.h"
#include <unistd.h>

#define RIGHT "org.leat.Leat1.Right"
#define ACTION_PREFIX "org.leat.Leat1."
/* calls that are being judged at the same time */
#define CALLS_MAX 256
/* an answer may need a person at an agent, who types a password */
#define POLKIT_TIMEOUT (5 * 60 * 1000)
#define POLKIT_ALLOW_USER_INTERACTION 1
#define THE_END "the daemon ends"
#define NOBODY G_MAXUINT32 /* the user of a caller that is not known yet */

/* its reference is held by whoever made it, by each guarded skeleton, and by each call */
struct _LeatdAuthority {
  gboolean polkit;
  uid_t user;
  gint n_calls; /* atomic: GDBus asks in threads of its own, and answers come in the main thread */
  GCancellable *cancellable;
};

/* one call that is being judged */
typedef struct {
  LeatdAuthority *authority;
  GDBusInterfaceSkeleton *skeleton;
  GDBusMethodInvocation *invocation; /* (transfer full) to the method that answers it */
  const char *right;
  guint32 user;
} Call;

static void
authority_clear (gpointer data)
{
  g_object_unref (((LeatdAuthority *) data)->cancellable);
}

/* The skeleton goes first: no call holds one when leatd_authority_free() has waited for the last
 * call. It may take its reference of the authority with it: the call has its own. */
static void
call_free (Call *self)
{
  g_object_unref (self->skeleton);
  g_atomic_int_add (&self->authority->n_calls, -1);
  g_main_context_wakeup (NULL);
  g_atomic_rc_box_release_full (self->authority, authority_clear);
  g_free (self);
}

static void
call_refuse (Call *self, LeatError code, const char *text)
{
  leatd_event (G_LOG_LEVEL_INFO, "leatd", "refused", "%s() by %s (user %u): %s",
               g_dbus_method_invocation_get_method_name (self->invocation),
               g_dbus_method_invocation_get_sender (self->invocation), self->user, text);
  g_dbus_method_invocation_return_error_literal (self->invocation, LEAT_ERROR, (gint) code, text);
  call_free (self);
}

/* what changes something is remembered with who did it */
static void
call_tell (Call *self)
{
  if (g_str_equal (self->right, "read"))
    return;
  leatd_event (G_LOG_LEVEL_INFO, "leatd", "control", "%s() at %s by %s (user %u)",
               g_dbus_method_invocation_get_method_name (self->invocation),
               g_dbus_method_invocation_get_object_path (self->invocation),
               g_dbus_method_invocation_get_sender (self->invocation), self->user);
}

/* Whoever asks a person for a password takes minutes: a reload may have removed the source or sink
 * meanwhile, and what its skeleton points to is freed then. */
static gboolean
call_is_late (const Call *self)
{
  return g_dbus_interface_skeleton_get_connection (self->skeleton) == NULL;
}

/* as the skeleton would have done, had it not asked first */
static void
call_allow (Call *self)
{
  GDBusMethodInvocation *invocation = self->invocation;
  const GDBusInterfaceVTable *table = g_dbus_interface_skeleton_get_vtable (self->skeleton);

  if (call_is_late (self))
    {
      call_refuse (self, LEAT_ERROR_NOT_FOUND, "it is no longer there");
      return;
    }
  call_tell (self);
  table->method_call (g_dbus_method_invocation_get_connection (invocation),
                      g_dbus_method_invocation_get_sender (invocation),
                      g_dbus_method_invocation_get_object_path (invocation),
                      g_dbus_method_invocation_get_interface_name (invocation),
                      g_dbus_method_invocation_get_method_name (invocation),
                      g_dbus_method_invocation_get_parameters (invocation), invocation,
                      self->skeleton);
  call_free (self);
}

/* why a question was not answered, in words for the caller; valid while @error is */
static const char *
get_reason (GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return THE_END;
  g_dbus_error_strip_remote_error (error);
  return error->message;
}

static void
on_polkit (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_autofree char *text = NULL;
  gboolean granted = FALSE;

  if (answer != NULL)
    g_variant_get (answer, "((bba{ss}))", &granted, NULL, NULL);
  if (granted)
    {
      call_allow (self);
      return;
    }
  text = g_strdup_printf ("the right %s%s is root's and the daemon's own user's; polkit %s%s",
                          ACTION_PREFIX, self->right,
                          error != NULL ? "cannot be asked: " : "does not grant it",
                          error != NULL ? get_reason (error) : "");
  call_refuse (self, LEAT_ERROR_DENIED, text);
}

/* One method of polkit's, called on our own connection: its library would use the shared one, with
 * which the process ends. Source: polkit's reference, org.freedesktop.PolicyKit1.Authority. */
static void
call_ask_polkit (Call *self)
{
  GDBusConnection *connection = g_dbus_method_invocation_get_connection (self->invocation);
  g_autofree char *action = g_strconcat (ACTION_PREFIX, self->right, NULL);
  GDBusMessage *message = g_dbus_method_invocation_get_message (self->invocation);
  GDBusMessageFlags flags = g_dbus_message_get_flags (message);
  const gboolean interactive = (flags & G_DBUS_MESSAGE_FLAGS_ALLOW_INTERACTIVE_AUTHORIZATION) != 0;
  GVariantBuilder subject;

  g_variant_builder_init (&subject, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_add (&subject, "{sv}", "name",
                         g_variant_new_string (
                             g_dbus_method_invocation_get_sender (self->invocation)));
  g_dbus_connection_call (connection, "org.freedesktop.PolicyKit1",
                          "/org/freedesktop/PolicyKit1/Authority",
                          "org.freedesktop.PolicyKit1.Authority", "CheckAuthorization",
                          g_variant_new ("((sa{sv})sa{ss}us)", "system-bus-name", &subject, action,
                                         NULL, interactive ? POLKIT_ALLOW_USER_INTERACTION : 0, ""),
                          G_VARIANT_TYPE ("((bba{ss}))"), G_DBUS_CALL_FLAGS_NONE, POLKIT_TIMEOUT,
                          self->authority->cancellable, on_polkit, self);
}

static void
on_user (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Call *self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant)
      answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);

  if (answer == NULL)
    {
      call_refuse (self, LEAT_ERROR_DENIED, get_reason (error));
      return;
    }
  g_variant_get (answer, "(u)", &self->user);
  if (self->user == 0 || self->user == self->authority->user)
    call_allow (self);
  else if (self->authority->polkit)
    call_ask_polkit (self);
  else
    call_refuse (self, LEAT_ERROR_DENIED,
                 "on this bus only root and the daemon's own user may call it");
}

/* (nullable): the right that its interface's description asks for */
static const char *
find_right (GDBusMethodInvocation *invocation)
{
  const GDBusMethodInfo *method = g_dbus_method_invocation_get_method_info (invocation);

  return method != NULL ? g_dbus_annotation_info_lookup (method->annotations, RIGHT) : NULL;
}

/* In a thread of GDBus's, whatever the flags of the skeleton: see the documentation of
 * GDBusInterfaceSkeleton::g-authorize-method. FALSE: the invocation is answered elsewhere */
static gboolean
on_authorize (GDBusInterfaceSkeleton *skeleton, GDBusMethodInvocation *invocation,
              gpointer user_data)
{
  LeatdAuthority *self = user_data;
  Call *call = g_new0 (Call, 1);
  gint n_calls;

  call->authority = g_atomic_rc_box_acquire (self);
  call->skeleton = g_object_ref (skeleton);
  call->invocation = invocation;
  call->right = find_right (invocation);
  call->user = NOBODY;
  n_calls = g_atomic_int_add (&self->n_calls, 1) + 1;
  if (call->right == NULL)
    call_refuse (call, LEAT_ERROR_DENIED, "its description names no right");
  else if (g_cancellable_is_cancelled (self->cancellable))
    call_refuse (call, LEAT_ERROR_DENIED, THE_END);
  else if (n_calls > CALLS_MAX)
    call_refuse (call, LEAT_ERROR_BUSY, "too many calls at once; call again later");
  else
    g_dbus_connection_call (g_dbus_method_invocation_get_connection (invocation),
                            "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                            "GetConnectionUnixUser",
                            g_variant_new ("(s)", g_dbus_method_invocation_get_sender (invocation)),
                            G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, self->cancellable,
                            on_user, call);
  return FALSE;
}

LeatdAuthority *
leatd_authority_new (gboolean polkit)
{
  LeatdAuthority *self = g_atomic_rc_box_new0 (LeatdAuthority);

  self->polkit = polkit;
  self->user = geteuid ();
  self->cancellable = g_cancellable_new ();
  return self;
}

/**
 * leatd_authority_free:
 *
 * Calls that are being judged are refused.
 */
void
leatd_authority_free (LeatdAuthority *self)
{
  if (self == NULL)
    return;
  g_cancellable_cancel (self->cancellable);
  while (g_atomic_int_get (&self->n_calls) > 0)
    g_main_context_iteration (NULL, TRUE);
  g_atomic_rc_box_release_full (self, authority_clear);
}

static void
on_unguarded (gpointer authority, GClosure *closure)
{
  g_atomic_rc_box_release_full (authority, authority_clear);
}

/**
 * leatd_authority_guard:
 * @skeleton: its methods' descriptions name the right that each asks for by an annotation
 *   org.leat.Leat1.Right; without one nobody may call it
 *
 * Main thread.
 */
void
leatd_authority_guard (LeatdAuthority *self, GDBusInterfaceSkeleton *skeleton)
{
  g_signal_connect_data (skeleton, "g-authorize-method", G_CALLBACK (on_authorize),
                         g_atomic_rc_box_acquire (self), on_unguarded, 0);
}
