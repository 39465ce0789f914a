/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-control-store.c - what may be asked of a store alone: its readers, its size, its words */
#include "control/leatd-control-private.h"
#include "leat-clock.h"
#include "pipeline/leatd-store-words.h"
#include <gio/gunixfdlist.h>

#define LEATD_TYPE_STORED (leatd_stored_get_type ())
G_DECLARE_FINAL_TYPE (LeatdStored, leatd_stored, LEATD, STORED, LeatDBusStoreSkeleton)

struct _LeatdStored {
  LeatDBusStoreSkeleton parent;
  LeatdPart part;
};

G_DEFINE_FINAL_TYPE (LeatdStored, leatd_stored, LEAT_DBUS_TYPE_STORE_SKELETON)

enum { LIMITS = 1, READERS, SIZE };

static const LeatdSinkConfig *
stored_get_config (LeatdStored *self)
{
  return leatd_sink_worker_get_config (self->part.sink);
}

static GVariant *
stored_get_readers (LeatdStored *self)
{
  g_autoptr (GPtrArray) readers = leatd_sink_worker_list_readers (self->part.sink);
  const guint64 now = (guint64) leat_clock_now ().time;
  GVariantBuilder told;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a(sttt)"));
  for (guint i = 0; i < readers->len; i++)
    {
      const LeatdPart part = leatd_part_of_sink (readers->pdata[i]);
      const guint64 *counters = leatd_part_get_counters (&part);
      const guint64 again = leatd_counter_get (&counters[LEATD_SINK_BACKLOG_AGAIN]);
      const guint64 age = leatd_counter_get (&counters[LEATD_SINK_OLDEST_AGE]);

      g_variant_builder_add (&told, "(sttt)", part.name,
                             leatd_counter_get (&counters[LEATD_SINK_BACKLOG]) + again, again,
                             age > 0 ? (now - age) / 1000 : 0);
    }
  return g_variant_builder_end (&told);
}

static GVariant *
stored_get_limits (LeatdStored *self)
{
  const LeatdSinkConfig *config = stored_get_config (self);
  GVariantBuilder told;

  g_variant_builder_init (&told, G_VARIANT_TYPE ("a{ss}"));
  for (const LeatOption *option = config->klass->options; option != NULL && option->key != NULL;
       option++)
    {
      const char *text = leat_group_get (config->group, option->key);

      if (text == NULL)
        text = option->preset != NULL ? option->preset : "";
      if ((option->flags & LEAT_OPTION_SECRET) == 0)
        g_variant_builder_add (&told, "{ss}", option->key, text);
    }
  return g_variant_builder_end (&told);
}

static void
stored_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  LeatdStored *self = LEATD_STORED (object);

  if (id == SIZE)
    g_value_set_uint64 (value, leatd_store_words_get_size (stored_get_config (self)));
  else
    g_value_take_variant (value, g_variant_ref_sink (id == READERS ? stored_get_readers (self)
                                                                   : stored_get_limits (self)));
}

static void
leatd_stored_class_init (LeatdStoredClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = stored_get_property;
  object_class->set_property = leatd_control_set_property;
  g_object_class_override_property (object_class, LIMITS, "limits");
  g_object_class_override_property (object_class, READERS, "readers");
  g_object_class_override_property (object_class, SIZE, "size");
}

static void
leatd_stored_init (LeatdStored *self)
{
}

/* --- words --- */

/* --from TIME, if there is one */
static void
add_option (GStrvBuilder *builder, const char *option, const char *value)
{
  if (*value == '\0')
    return;
  g_strv_builder_add (builder, option);
  g_strv_builder_add (builder, value);
}

static gboolean
run_word (LeatDBusStore *store, const char *word, GStrvBuilder *arguments, int fd,
          GDBusMethodInvocation *invocation)
{
  leatd_control_word (stored_get_config (LEATD_STORED (store)), word,
                      g_strv_builder_end (arguments), fd, invocation);
  return TRUE;
}

static gboolean
on_replay (LeatDBusStore *store, GDBusMethodInvocation *invocation, const char *reader,
           const char *from, const char *to, gpointer user_data)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  g_strv_builder_add (arguments, reader);
  add_option (arguments, "--from", from);
  add_option (arguments, "--to", to);
  return run_word (store, "replay", arguments, -1, invocation);
}

static gboolean
on_forget (LeatDBusStore *store, GDBusMethodInvocation *invocation, const char *reader,
           gpointer user_data)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  g_strv_builder_add_many (arguments, reader, "--yes", NULL);
  return run_word (store, "forget", arguments, -1, invocation);
}

static gboolean
on_check (LeatDBusStore *store, GDBusMethodInvocation *invocation, gpointer user_data)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  return run_word (store, "check", arguments, -1, invocation);
}

static gboolean
on_rejects (LeatDBusStore *store, GDBusMethodInvocation *invocation, const char *reader,
            gpointer user_data)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();

  if (*reader != '\0')
    g_strv_builder_add (arguments, reader);
  return run_word (store, "rejects", arguments, -1, invocation);
}

static gboolean
on_export (LeatDBusStore *store, GDBusMethodInvocation *invocation, GUnixFDList *descriptors,
           GVariant *file, const char *source, const char *from, const char *to, gpointer user_data)
{
  g_autoptr (GStrvBuilder) arguments = g_strv_builder_new ();
  g_autoptr (GError) error = NULL;
  const int fd = descriptors != NULL
                     ? g_unix_fd_list_get (descriptors, g_variant_get_handle (file), &error)
                     : -1;

  if (fd < 0)
    return leatd_control_fail (invocation, g_error_new_literal (LEAT_ERROR, LEAT_ERROR_CONFIG,
                                                                "no file came with the call"));
  add_option (arguments, "--source", source);
  add_option (arguments, "--from", from);
  add_option (arguments, "--to", to);
  return run_word (store, "export", arguments, fd, invocation);
}

LeatDBusStore *
leatd_control_store_new (const LeatdPart *part)
{
  LeatdStored *self = g_object_new (LEATD_TYPE_STORED, NULL);

  self->part = *part;
  g_signal_connect (self, "handle-replay", G_CALLBACK (on_replay), NULL);
  g_signal_connect (self, "handle-forget", G_CALLBACK (on_forget), NULL);
  g_signal_connect (self, "handle-check", G_CALLBACK (on_check), NULL);
  g_signal_connect (self, "handle-rejects", G_CALLBACK (on_rejects), NULL);
  g_signal_connect (self, "handle-export", G_CALLBACK (on_export), NULL);
  return LEAT_DBUS_STORE (self);
}
