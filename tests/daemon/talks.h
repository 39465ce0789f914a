/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* talks.h - a talk with a device that is a test: bytes in, bytes out, and a clock that it sets */
#pragma once
#include "configs.h"
#include "heard.h"
#include "leat-host.h"
#include "talk/leatd-talk.h"
#include "scratch.h"
#include <string.h>
G_BEGIN_DECLS

#define TALK_MS 1000

/* the test stands in the place of the source's worker, of its link, and of time */
typedef struct {
  char *folder;
  LeatdConfig *config;
  LeatdRejects *rejects;
  LeatSource *source;
  LeatdStream *stream;
  LeatdGuard guard;
  guint64 counters[LEATD_SOURCE_N_COUNTERS];
  LeatdTalk *talk;
  gint64 now;       /* µs */
  gint64 wall;
  GString *sent;    /* since it was looked at */
  GString *records; /* likewise: "COMMAND=TEXT ", of one that answers nothing "=TEXT " */
  guint n_sent;     /* times that something was */
  gsize unsent;
  GError *error;
  char *silent;
  gpointer device;  /* what a test has beside it */
} Talk;

static inline void
talk_note_record (Talk *self, const LeatRecord *record)
{
  const char *command = "";

  for (guint i = 0; record->origin->tags[i] != NULL; i += 2)
    if (g_str_equal (record->origin->tags[i], "command"))
      command = record->origin->tags[i + 1];
  g_string_append_printf (self->records, "%s=%.*s ", command, (int) record->values[0].length,
                          record->values[0].string);
}

static inline LeatPush
talk_deliver (gpointer owner, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
              GDestroyNotify notify)
{
  for (guint i = 0; i < leat_batch_get_n_records (batch); i++)
    talk_note_record (owner, leat_batch_get_record (batch, i));
  leat_batch_unref (batch);
  return LEAT_PUSH_ROOM;
}

static inline gint64
talk_get_now (gpointer owner)
{
  return ((Talk *) owner)->now;
}

static inline gint64
talk_get_wall (gpointer owner)
{
  return ((Talk *) owner)->wall;
}

static inline gboolean
talk_send (gpointer owner, GBytes *bytes, GError **error)
{
  Talk *self = owner;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  g_string_append_len (self->sent, data, (gssize) length);
  self->n_sent++;
  return TRUE;
}

static inline gsize
talk_count_unsent (gpointer owner)
{
  return ((Talk *) owner)->unsent;
}

static inline gboolean
talk_is_pending (gpointer owner)
{
  return leatd_stream_get_pending (((Talk *) owner)->stream) > 0;
}

static inline void
talk_cut (gpointer owner)
{
  leatd_stream_end (((Talk *) owner)->stream, LEAT_END_CUT, leat_clock_now ());
  leatd_stream_deliver (((Talk *) owner)->stream);
}

static inline void
talk_fail (gpointer owner, GError *error)
{
  Talk *self = owner;

  g_assert_null (self->error);
  self->error = error;
}

static inline void
talk_silent (gpointer owner, const char *reason)
{
  Talk *self = owner;

  g_free (self->silent);
  self->silent = g_strdup (reason);
}

static inline const LeatdSourceConfig *
talk_get_config (Talk *self)
{
  return g_ptr_array_index (leatd_config_get_sources (self->config), 0);
}

static inline LeatdConfig *
talk_load (const char *keys)
{
  g_autofree char *text = g_strdup_printf (
      "[source c]\nplugin=serial\ndevice=/dev/ttyS0\nframer=cr\n%s"
      "[framer cr]\ntype=delimiter\ndelimiter=\\r\n[sink k]\nplugin=fixture-picky\n",
      keys);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  LeatdConfig *config = test_config (text, faults);
  g_autofree char *said = leat_faults_to_string (faults);

  g_assert_cmpstr (said, ==, "");
  return config;
}

static inline void
talk_make_stream (Talk *self)
{
  LeatdStreamSetup stream = {
    .config = talk_get_config (self),
    .guard = &self->guard,
    .counters = self->counters,
    .rejects = self->rejects,
    .deliver = talk_deliver,
    .owner = self,
  };
  g_autoptr (GError) error = NULL;

  self->source = stream.source = leatd_config_new_source (stream.config, NULL, &error);
  g_assert_no_error (error);
  self->stream = leatd_stream_new (&stream, &error);
  g_assert_no_error (error);
}

/* what the key file says is given as @keys of the source's group */
static inline Talk *
talk_new (const char *keys)
{
  Talk *self = g_new0 (Talk, 1);
  const LeatdTalkSetup setup = {
    .name = "c",
    .counters = self->counters,
    .now = talk_get_now,
    .wall = talk_get_wall,
    .send = talk_send,
    .count_unsent = talk_count_unsent,
    .is_pending = talk_is_pending,
    .cut = talk_cut,
    .fail = talk_fail,
    .silent = talk_silent,
    .owner = self,
  };
  g_autofree char *rejects = NULL;

  heard_forget ();
  self->folder = scratch_new ();
  rejects = g_build_filename (self->folder, "rejects", NULL);
  self->config = talk_load (keys);
  self->rejects = leatd_rejects_new (rejects, 64 << 20, NULL);
  self->guard = (LeatdGuard) { .module = "serial.so", .instance = "c" };
  self->sent = g_string_new (NULL);
  self->records = g_string_new (NULL);
  self->now = 1000 * TALK_MS;
  talk_make_stream (self);
  self->talk = leatd_talk_new (&setup);
  return self;
}

static inline void
talk_open (Talk *self, gboolean kept)
{
  leatd_talk_begin (self->talk, talk_get_config (self), kept);
  leatd_stream_set_judge (self->stream, leatd_talk_get_judge (self->talk));
  leatd_talk_run (self->talk);
}

static inline void
talk_free (Talk *self)
{
  leatd_talk_free (self->talk);
  leatd_stream_free (self->stream);
  leat_source_instance_free (self->source);
  leatd_rejects_free (self->rejects);
  leatd_config_unref (self->config);
  g_string_free (self->sent, TRUE);
  g_string_free (self->records, TRUE);
  g_clear_error (&self->error);
  g_free (self->silent);
  scratch_free (self->folder);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Talk, talk_free)

/* bytes come from the device, in one piece */
static inline void
talk_hear (Talk *self, const char *data, gsize length)
{
  const LeatArrival arrival = { .struct_size = sizeof arrival,
                                .moment = { self->wall * 1000, self->now * 1000 } };

  memcpy (leatd_stream_reserve (self->stream, length), data, length);
  leatd_stream_commit (self->stream, length, &arrival);
  leatd_stream_deliver (self->stream);
  leatd_talk_seen (self->talk);
  leatd_talk_run (self->talk);
}

static inline void
talk_hear_text (Talk *self, const char *text)
{
  talk_hear (self, text, strlen (text));
}

/* time passes; whatever is due is done at its time */
static inline void
talk_wait (Talk *self, gint64 milliseconds)
{
  const gint64 end = self->now + milliseconds * TALK_MS;

  while (TRUE)
    {
      const gint64 due = leatd_talk_run (self->talk);
      const gint64 next = MIN (MAX (due, self->now + (due <= self->now)), end);

      self->wall += next - self->now;
      self->now = next;
      if (due > end)
        break;
    }
  leatd_talk_run (self->talk);
}

/* what was sent, or recorded, since the last look */
static inline void
talk_expect (GString *what, const char *expected)
{
  g_assert_cmpstr (what->str, ==, expected);
  g_string_set_size (what, 0);
}

static inline guint64
talk_count (Talk *self, LeatdSourceCounter counter)
{
  return self->counters[counter];
}

G_END_DECLS
