/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* talk-judge.c - tests that no answer is bound to another's question, whatever a device does: each
 * answer has the number of its question, which nobody but the test knows of */
#include "talks.h"

#define TIMEOUT 100
#define SETTLE 80
#define GAP 10
#define N_POLLS 10000

#define KEYS \
  "poll-command=a\\r;b\\r;c\\r\npoll-interval=1ms\npoll-timeout=100ms\npoll-settle=80ms\n" \
  "poll-gap=10ms\npoll-failures=0\n"

/* bytes on their way */
typedef struct {
  gint64 when;
  guint number; /* of two that come at once the first said is the first */
  char *text;
} Piece;

typedef struct {
  Talk *talk;
  GRand *random;
  GQueue line; /* of Piece, by their times */
  guint n_seen; /* questions that were answered, or not */
  guint n_pieces;
  guint n_records;
  guint n_given; /* whole answers that it gave */
} Device;

static gint
compare_pieces (gconstpointer a, gconstpointer b, gpointer user_data)
{
  const Piece *one = a, *other = b;

  return one->when != other->when ? (one->when > other->when) - (one->when < other->when)
                                  : (one->number > other->number) - (one->number < other->number);
}

/* bytes in order: none comes before those that were said before it */
static void
device_say (Device *self, gint64 in, char *text)
{
  Piece *piece = g_new0 (Piece, 1);

  piece->number = ++self->n_pieces;
  piece->when = self->talk->now + in * TALK_MS;
  piece->text = text;
  g_queue_insert_sorted (&self->line, piece, compare_pieces, NULL);
}

static gint64
device_draw (Device *self, gint64 from, gint64 to)
{
  return g_rand_int_range (self->random, (gint32) from, (gint32) to);
}

static char *
device_answer (Device *self)
{
  self->n_given++;
  return g_strdup_printf ("%c%u\r", "cab"[self->talk->n_sent % 3], self -> talk -> n_sent);
}

static void
device_say_in_pieces (Device *self, gint64 from, gint64 to)
{
  g_autofree char *answer = device_answer (self);

  for (guint i = 0; answer[i] != '\0'; i++)
    {
      device_say (self, from, g_strndup (answer + i, 1));
      from = device_draw (self, from, MAX (to, from + 1));
    }
}

/* What is late comes before the silence is over, what comes twice before the gap is: nothing else
 * is asked of it. */
static void
device_be_asked (Device *self)
{
  const gint64 in_time = device_draw (self, 1, TIMEOUT),
               late = device_draw (self, TIMEOUT + 1, TIMEOUT + SETTLE);

  self->n_seen = self->talk->n_sent;
  switch (device_draw (self, 0, 12))
    {
    case 0: /* nothing */
      break;
    case 1:
      device_say (self, late, device_answer (self));
      break;
    case 2: /* twice */
      device_say (self, in_time, device_answer (self));
      device_say (self, in_time + device_draw (self, 0, GAP), device_answer (self));
      break;
    case 3: /* late, and twice */
      device_say (self, late, device_answer (self));
      device_say (self, late + device_draw (self, 0, SETTLE), device_answer (self));
      break;
    case 4: /* half of it, and no more */
      device_say (self, in_time, g_strdup ("a1"));
      break;
    case 5: /* something else */
      device_say (self, in_time, g_strdup ("?\r"));
      device_say (self, in_time, device_answer (self));
      break;
    case 6: /* in pieces, in time or not */
      device_say_in_pieces (self, in_time, TIMEOUT + SETTLE);
      break;
    case 7: /* nothing, and then noise */
      device_say (self, late, g_strdup ("\xff\x80x"));
      break;
    default:
      device_say (self, in_time, device_answer (self));
    }
}

/* the oracle: a record's text is the number of the question that is open, or was just now */
static void
device_check (Device *self, gboolean patterns)
{
  g_auto (GStrv) records = g_strsplit (self->talk->records->str, " ", -1);

  g_string_set_size (self->talk->records, 0);
  for (guint i = 0; records[i] != NULL && *records[i] != '\0'; i++)
    {
      const char *text = strchr (records[i], '=') + 1;

      if (*text == '?' && !patterns)
        continue; /* who says not what answers look like gets what comes */
      g_assert_cmpint (*records[i], ==, *text);
      g_assert_cmpint (g_ascii_strtoull (text + 1, NULL, 10), ==, self->n_seen);
      self->n_records++;
    }
}

static void
device_step (Device *self, gboolean patterns)
{
  Talk *talk = self->talk;
  const Piece *next = g_queue_peek_head (&self->line);
  const gint64 due = leatd_talk_run (talk->talk);

  if (talk->n_sent == self->n_seen && next != NULL && next->when <= due)
    {
      Piece *piece = g_queue_pop_head (&self->line);

      talk->now = MAX (talk->now, piece->when);
      talk_hear_text (talk, piece->text);
      g_free (piece->text);
      g_free (piece);
    }
  else if (talk->n_sent == self->n_seen)
    {
      g_assert_cmpint (due, <, G_MAXINT64);
      talk->now = MAX (talk->now, due);
      leatd_talk_run (talk->talk);
    }
  device_check (self, patterns);
  if (talk->n_sent > self->n_seen)
    device_be_asked (self);
}

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_free (piece->text);
  g_free (piece);
}

static void
test_device (gconstpointer data)
{
  const guint seed = GPOINTER_TO_UINT (data);
  const gboolean patterns = seed % 2 == 0;
  g_autoptr (Talk) talk = talk_new (patterns ? KEYS "poll-answer=^a\\\\d;^b\\\\d;^c\\\\d\n" : KEYS);
  Device device = { .talk = talk, .random = g_rand_new_with_seed (seed) };

  g_queue_init (&device.line);
  talk_open (talk, FALSE);
  while (talk->n_sent < N_POLLS)
    device_step (&device, patterns);
  g_assert_no_error (talk->error);
  g_test_message ("%" G_GUINT64_FORMAT " polls, %u answers given, %u records, %" G_GUINT64_FORMAT
                  " timeouts, %" G_GUINT64_FORMAT " late or twice, %" G_GUINT64_FORMAT " unasked",
                  talk_count (talk, LEATD_SOURCE_POLLS), device.n_given, device.n_records,
                  talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS),
                  talk_count (talk, LEATD_SOURCE_LATE_ANSWERS),
                  talk_count (talk, LEATD_SOURCE_UNASKED));
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_ANSWERS), >=, device.n_records);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_ANSWERS) +
                        talk_count (talk, LEATD_SOURCE_POLL_TIMEOUTS) + 1,
                    >=, talk_count (talk, LEATD_SOURCE_POLLS));
  g_assert_cmpuint (device.n_records, >, N_POLLS / 3);
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_LATE_ANSWERS), >, N_POLLS / 10);
  /* every byte is somewhere */
  g_assert_cmpuint (talk_count (talk, LEATD_SOURCE_BYTES), ==,
                    talk_count (talk, LEATD_SOURCE_RECORD_BYTES) +
                        talk_count (talk, LEATD_SOURCE_REJECT_BYTES) +
                        talk_count (talk, LEATD_SOURCE_TAKEN_BYTES) +
                        talk_count (talk, LEATD_SOURCE_SKIPPED_BYTES) +
                        talk_count (talk, LEATD_SOURCE_PENDING_BYTES));
  g_queue_clear_full (&device.line, piece_free);
  g_rand_free (device.random);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint seed = 1; seed <= 4; seed++)
    {
      g_autofree char *path = g_strdup_printf ("/talk-judge/device/%u", seed);

      g_test_add_data_func (path, GUINT_TO_POINTER (seed), test_device);
    }
  return g_test_run ();
}
