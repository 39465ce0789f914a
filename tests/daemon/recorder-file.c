/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recorder-file.c - tests the file of a recording: appended to, rotated, cut back */
#include "stream/leatd-recorder-file.h"
#include "../sdk/recordings.h"
#include "disk-in-hand.h"
#include "heard.h"
#include "scratch.h"
#include <sys/stat.h>

static LeatdRecorderFile
new_file (const char *folder, const char *name, guint files)
{
  return (LeatdRecorderFile) { .source = "line",
                               .path = g_build_filename (folder, name, NULL),
                               .files = files,
                               .fd = -1 };
}

static void
clear_file (LeatdRecorderFile *self)
{
  leatd_recorder_file_close (self);
  g_free (self->path);
}

static void
append (LeatdRecorderFile *self, const char *text)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autoptr (GError) error = NULL;

  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, text, 1);
  leatd_recorder_file_append (self, blocks, &error);
  g_assert_no_error (error);
}

static void
assert_says (const char *path, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LeatRecording) recording = leat_recording_open (path, &error);
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  told = recording_tell (recording);
  g_assert_cmpstr (told, ==, expected);
}

/* its folder is made; what is there stays */
static void
test_append (void)
{
  g_auto (Scratch) folder = scratch_new ();
  LeatdRecorderFile file = new_file (folder, "a/b/line.pcapng", 2);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      leatd_recorder_file_open (&file, &error);
      g_assert_no_error (error);
      append (&file, "one");
      append (&file, "two");
      leatd_recorder_file_close (&file);
    }
  assert_says (file.path, "one|two|one|two|");
  clear_file (&file);
}

/* wherever a crash has cut it, it goes on behind what is whole */
static void
test_cut (void)
{
  g_auto (Scratch) folder = scratch_new ();
  LeatdRecorderFile file = new_file (folder, "line.pcapng", 2);
  g_autoptr (GError) error = NULL;

  heard_forget ();
  for (gint64 less = 1; less < 40; less += 13)
    {
      leatd_recorder_file_open (&file, &error);
      g_assert_no_error (error);
      append (&file, "one");
      leatd_recorder_file_close (&file);
      g_assert_cmpint (truncate (file.path, file.offset - less), ==, 0);
    }
  leatd_recorder_file_open (&file, &error);
  g_assert_no_error (error);
  append (&file, "two");
  assert_says (file.path, "two|");
  g_assert_cmpuint (heard_count ("line recording: *its last block was cut*"), ==, 3);
  clear_file (&file);
}

static void
test_others (void)
{
  g_auto (Scratch) folder = scratch_new ();
  LeatdRecorderFile file = new_file (folder, "line.pcapng", 2);
  LeatdRecorderFile same = new_file (folder, "line.pcapng", 2);
  LeatdRecorderFile pipe = new_file (folder, "pipe", 2);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (file.path, "somebody's work", -1, NULL));
  g_assert_false (leatd_recorder_file_open (&file, &error));
  g_assert_nonnull (strstr (error->message, "is there, and no recording (pcapng)"));
  g_clear_error (&error);
  g_unlink (file.path);
  g_assert_true (leatd_recorder_file_open (&file, NULL));
  g_assert_false (leatd_recorder_file_open (&same, &error));
  g_assert_nonnull (strstr (error->message, "another source or leatd records to it"));
  g_clear_error (&error);
  g_assert_cmpint (mkfifo (pipe.path, 0600), ==, 0);
  g_assert_false (leatd_recorder_file_open (&pipe, &error));
  g_assert_nonnull (strstr (error->message, "is no regular file"));
  clear_file (&file);
  clear_file (&same);
  clear_file (&pipe);
}

typedef struct {
  const char *path;
  guint       number;
  const char *expected;
} Name;

static const Name names[] = {
  { "/r/line.pcapng", 0, "/r/line.pcapng" },
  { "/r/line.pcapng", 12, "/r/line.12.pcapng" },
  { "/r.d/line", 1, "/r.d/line.1" },
  { "/r/.line", 1, "/r/.line.1" },
  { "/r/line.a.pcapng", 1, "/r/line.a.1.pcapng" },
};

static void
test_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = leatd_recorder_file_name (names[i].path, names[i].number);

      g_assert_cmpstr (name, ==, names[i].expected);
    }
}

static void
test_rotate (void)
{
  g_auto (Scratch) folder = scratch_new ();
  LeatdRecorderFile file = new_file (folder, "line.pcapng", 3);
  static const char *const texts[] = { "one", "two", "three", "four" };
  g_autofree char *first = leatd_recorder_file_name (file.path, 1);
  g_autofree char *second = leatd_recorder_file_name (file.path, 2);
  g_autofree char *third = leatd_recorder_file_name (file.path, 3);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      leatd_recorder_file_rotate (&file, &error);
      g_assert_no_error (error);
      append (&file, texts[i]);
    }
  assert_says (file.path, "four|");
  assert_says (first, "three|");
  assert_says (second, "two|");
  g_assert_false (g_file_test (third, G_FILE_TEST_EXISTS));
  file.files = 1; /* the file at hand alone */
  leatd_recorder_file_rotate (&file, &error);
  g_assert_no_error (error);
  append (&file, "five");
  assert_says (file.path, "five|");
  clear_file (&file);
}

/* a full disk leaves no half block behind */
static void
test_full (void)
{
  g_auto (Scratch) folder = scratch_new ();
  LeatdRecorderFile file = new_file (folder, "line.pcapng", 3);
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  g_autofree char *text = g_strnfill (3000, 'x');
  g_autoptr (GError) error = NULL;

  g_assert_true (leatd_recorder_file_open (&file, NULL));
  append (&file, "one");
  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, text, 1);
  disk_set_room (2000);
  g_assert_false (leatd_recorder_file_append (&file, blocks, &error));
  disk_set_room (RLIM_INFINITY);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_FULL);
  assert_says (file.path, "one|");
  append (&file, "two");
  assert_says (file.path, "one|two|");
  clear_file (&file);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recorder-file/append", test_append);
  g_test_add_func ("/recorder-file/cut", test_cut);
  g_test_add_func ("/recorder-file/others", test_others);
  g_test_add_func ("/recorder-file/names", test_names);
  g_test_add_func ("/recorder-file/rotate", test_rotate);
  g_test_add_func ("/recorder-file/full", test_full);
  return g_test_run ();
}
