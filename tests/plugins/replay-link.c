/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-link.c - tests a recording as a link: a client for each stream, which take turns */
#include "replay-link.h"
#include "leat-host.h"
#include "replay-recording.h"
#include <poll.h>

static void
on_count (LeatLink *link, const char *counter, guint64 n)
{
}

static void
on_link_note (LeatLink *link, const char *event, const char *text)
{
}

static LeatLinkHost host = { .count = on_count, .note = on_link_note };

static LeatLink *
open_link (const char *path, const char *wishes)
{
  LeatLink *link = leat_link_instance_new (&replay_link_class);
  g_autofree char *device = g_strdup_printf ("replay:%s%s", path, wishes);
  g_autoptr (GError) error = NULL;

  link->host = &host;
  g_assert_true (link->klass->open (link, device, NULL, &error));
  g_assert_no_error (error);
  return link;
}

static void
close_link (LeatLink *link)
{
  link->klass->close (link);
  leat_link_instance_free (link);
}

static void
await (LeatLink *link)
{
  struct pollfd ask = { .fd = link->klass->get_fd (link), .events = POLLIN };

  g_assert_cmpint (poll (&ask, 1, 60000), ==, 1);
}

/* NULL: nothing is due; "": its end */
static char *
read_text (LeatLink *link, LeatEnd *end)
{
  LeatArrival arrival = { .struct_size = sizeof arrival };
  g_autoptr (GError) error = NULL;
  guint8 data[100];
  const gssize length = link->klass->read (link, data, sizeof data, &arrival, &error);

  *end = arrival.end;
  if (length >= 0)
    return g_strndup ((const char *) data, (gsize) length);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  return NULL;
}

static void
assert_reads (LeatLink *link, const char *expected, LeatEnd expected_end)
{
  LeatEnd end;
  g_autofree char *text = read_text (link, &end);

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpint (end, ==, expected_end);
}

static LeatLink *
accept_one (LeatLink *link, const char *expected)
{
  g_autofree char *peer = NULL;
  g_autoptr (GError) error = NULL;
  LeatLink *client;

  await (link);
  client = link->klass->accept (link, &peer, &error);
  g_assert_no_error (error);
  g_assert_nonnull (client);
  g_assert_cmpstr (peer, ==, expected);
  return client;
}

static void
test_turns (gconstpointer wishes)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autofree char *path = NULL, *peer = NULL;
  g_autoptr (GError) error = NULL;
  LeatLink *link, *line, *client;

  replay_begin (blocks);
  replay_add (blocks, 0, LEAT_RECORDING_READ, "one", 1, LEAT_END_NO);
  replay_add (blocks, 1, LEAT_RECORDING_READ, "two", 2, LEAT_END_MESSAGE);
  replay_add (blocks, 0, LEAT_RECORDING_READ, NULL, 3, LEAT_END_CUT);
  replay_add (blocks, 1, LEAT_RECORDING_GONE, NULL, 4, LEAT_END_NO);
  replay_add (blocks, 0, LEAT_RECORDING_LOST, NULL, 5, LEAT_END_NO);
  path = replay_save (folder, blocks);
  link = open_link (path, wishes);
  line = accept_one (link, NULL);
  await (line);
  assert_reads (line, "one", LEAT_END_NO);
  assert_reads (line, NULL, LEAT_END_NO);
  client = accept_one (link, "10.0.0.7");
  await (client);
  assert_reads (client, "two", LEAT_END_MESSAGE);
  assert_reads (client, NULL, LEAT_END_NO);
  await (line);
  assert_reads (line, NULL, LEAT_END_CUT);
  assert_reads (line, NULL, LEAT_END_NO);
  await (client);
  assert_reads (client, "", LEAT_END_NO);
  close_link (client);
  await (line);
  assert_reads (line, NULL, LEAT_END_CUT); /* what was lost tears it */
  assert_reads (line, "", LEAT_END_NO);
  close_link (line);
  await (link);
  g_assert_null (link->klass->accept (link, &peer, &error));
  g_assert_no_error (error);
  g_assert_cmpint (link->klass->write (link, (const guint8 *) "T1", 2, &error), ==, 2);
  close_link (link);
}

/* reads are left after a while, so that what they bring is judged; what is longer than a read is
 * read in parts, and an end is the last one's */
static void
test_parts (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autofree char *text = g_strnfill (250, 'x'), *path = NULL;
  LeatLink *link, *line;
  guint n_bytes = 0, n_blocked = 0;
  LeatEnd end = LEAT_END_NO;

  replay_begin (blocks);
  for (guint i = 0; i < 20; i++)
    replay_add (blocks, 0, LEAT_RECORDING_READ, text, i, i == 19 ? LEAT_END_MESSAGE : LEAT_END_NO);
  path = replay_save (folder, blocks);
  link = open_link (path, "?speed=max");
  line = accept_one (link, NULL);
  while (end == LEAT_END_NO)
    {
      g_autofree char *part = read_text (line, &end);

      n_blocked += part == NULL;
      n_bytes += part != NULL ? (guint) strlen (part) : 0;
    }
  g_assert_cmpuint (n_bytes, ==, 20 * 250);
  g_assert_cmpuint (n_blocked, >=, 3);
  close_link (line);
  close_link (link);
}

static void
test_refused (void)
{
  LeatLink *link = leat_link_instance_new (&replay_link_class);
  g_autoptr (GError) error = NULL;
  GVariant *answer = NULL;

  link->host = &host;
  g_assert_false (link->klass->open (link, "replay:/nonexistent/x", NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_false (link->klass->judge_device (link, "replay:x", &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_clear_error (&error);
  g_assert_false (link->klass->control (link, "break", NULL, &answer, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FAILED);
  leat_link_instance_free (link);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/replay-link/turns/max", "?speed=max", test_turns);
  g_test_add_data_func ("/replay-link/turns/timed", "", test_turns);
  g_test_add_func ("/replay-link/parts", test_parts);
  g_test_add_func ("/replay-link/refused", test_refused);
  return g_test_run ();
}
