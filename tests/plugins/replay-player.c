/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-player.c - tests what of a recording is played, in which order, and when it is due */
#include "replay-player.h"
#include "replay-recording.h"

static void
on_note (gpointer user_data, const char *text)
{
  g_string_append_printf (user_data, "!%s ", text);
}

/* "STREAM:TEXT@MILLISECONDS " for each event; an end is "(END)" */
static char *
play (const GByteArray *blocks, const ReplayDevice *wishes)
{
  static const char *const ends[] = { "", "(message)", "(silence)", "(stream)", "(cut)",
                                      "(limit)" };
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = replay_save (folder, blocks);
  const ReplayDevice device = { path, wishes->speed, wishes->silence, wishes->loops };
  GString *told = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (ReplayPlayer) player = replay_player_new (&device, on_note, told, &error);
  const LeatRecordingEvent *event;

  g_assert_no_error (error);
  while ((event = replay_player_peek (player)) != NULL)
    {
      g_string_append_printf (told, "%u:%.*s%s%s%s@%d ", event->stream, (int) event->length,
                              (const char *) event->data, ends[event->arrival.end],
                              event->kind == LEAT_RECORDING_GONE ? "gone" : "",
                              event->kind == LEAT_RECORDING_LOST ? "lost" : "",
                              (int) (replay_player_get_due (player) / 1000000));
      g_assert_cmpstr (replay_player_get_peer (player), ==,
                       event->stream % 2 == 1 ? "10.0.0.7" : NULL);
      replay_player_take (player, event->length);
    }
  return g_string_free (told, FALSE);
}

static GByteArray *
new_session (void)
{
  GByteArray *blocks = g_byte_array_new ();

  replay_begin (blocks);
  replay_add (blocks, 0, LEAT_RECORDING_OPENED, NULL, 0, LEAT_END_NO);
  replay_add (blocks, 0, LEAT_RECORDING_READ, "one", 10, LEAT_END_NO);
  replay_add (blocks, 0, LEAT_RECORDING_WRITTEN, "T1", 11, LEAT_END_NO);
  replay_add (blocks, 1, LEAT_RECORDING_READ, "two", 20, LEAT_END_NO);
  replay_add (blocks, 0, LEAT_RECORDING_READ, NULL, 60, LEAT_END_SILENCE);
  replay_add (blocks, 0, LEAT_RECORDING_READ, "three", 110, LEAT_END_NO);
  replay_add (blocks, 1, LEAT_RECORDING_GONE, NULL, 120, LEAT_END_NO);
  return blocks;
}

typedef struct {
  const char  *name;
  ReplayDevice wishes;
  const char  *told;
} Case;

static const Case cases[] = {
  { "as-it-was", { NULL, 1, 0, 1 }, "0:one@0 1:two@10 0:(silence)@50 0:three@100 1:gone@110 " },
  { "faster", { NULL, 10, 0, 1 }, "0:one@0 1:two@1 0:(silence)@5 0:three@10 1:gone@11 " },
  { "max", { NULL, 0, 0, 1 }, "0:one@0 1:two@0 0:(silence)@0 0:three@0 1:gone@0 " },
  { "silence", { NULL, 1, 30000000, 1 },
    "0:one@0 1:two@10 0:(silence)@30 0:three@100 1:(silence)@100 1:gone@110 " },
  { "loop", { NULL, 0, 0, 2 },
    "0:one@0 1:two@0 0:(silence)@0 0:three@0 1:gone@0 "
    "2:one@0 3:two@0 2:(silence)@0 2:three@0 3:gone@0 " },
};

static void
test_case (gconstpointer data)
{
  const Case *expected = data;
  g_autoptr (GByteArray) blocks = new_session ();
  g_autofree char *told = play (blocks, &expected->wishes);

  g_assert_cmpstr (told, ==, expected->told);
}

/* what is cut is told, and the rest is played */
static void
test_cut (void)
{
  const ReplayDevice wishes = { NULL, 0, 0, 1 };
  g_autoptr (GByteArray) blocks = new_session ();
  g_autofree char *told = NULL;

  g_byte_array_set_size (blocks, blocks->len - 1);
  told = play (blocks, &wishes);
  g_assert_true (g_str_has_prefix (told, "0:one@0 1:two@0 0:(silence)@0 0:three@0 !"));
  g_assert_true (g_str_has_suffix (told, ": the last block is cut "));
}

static void
test_not_there (void)
{
  const ReplayDevice device = { (char *) "/nonexistent/x.pcapng", 0, 0, 1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (replay_player_new (&device, on_note, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replay-player/cut", test_cut);
  g_test_add_func ("/replay-player/not-there", test_not_there);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/replay-player/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
