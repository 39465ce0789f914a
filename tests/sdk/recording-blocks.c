/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* recording-blocks.c - tests what is made of files that are cut, or in which lengths lie */
#include "recordings.h"
#include <glib/gstdio.h>

static GByteArray *
new_two_lines (void)
{
  GByteArray *blocks = g_byte_array_new ();

  recording_begin (blocks, RECORDING_EPOCH);
  recording_say (blocks, "one", LEAT_NSEC_PER_SEC);
  recording_say (blocks, "two", 2 * LEAT_NSEC_PER_SEC);
  return blocks;
}

/* wherever it is cut, what is whole is read, and where it ends is known */
static void
test_cut (void)
{
  g_autoptr (GByteArray) whole = new_two_lines ();
  g_autoptr (GByteArray) first = g_byte_array_new ();
  guint n_cut = 0;

  recording_begin (first, RECORDING_EPOCH);
  recording_say (first, "one", LEAT_NSEC_PER_SEC);
  for (guint length = first->len + 1; length < whole->len; length++)
    {
      g_autoptr (LeatRecording) recording = leat_recording_new ("r", whole->data, length);
      g_autofree char *told = recording_tell (recording);
      g_autofree char *expected = g_strdup_printf ("one|!r: byte %u: the last block is cut|",
                                                   first->len);

      g_assert_cmpstr (told, ==, expected);
      g_assert_cmpuint (leat_recording_get_offset (recording), ==, first->len);
      n_cut++;
    }
  g_assert_cmpuint (n_cut, >, 60);
}

/* what was appended behind a cut block is read */
static void
test_next_section (void)
{
  g_autoptr (GByteArray) blocks = new_two_lines ();
  g_autofree char *expected = NULL;
  g_autoptr (GByteArray) next = g_byte_array_new ();

  g_byte_array_set_size (blocks, blocks->len - 9);
  recording_begin (next, RECORDING_EPOCH);
  recording_say (next, "three", 3 * LEAT_NSEC_PER_SEC);
  g_byte_array_append (blocks, next->data, next->len);
  {
    g_autoptr (LeatRecording) recording = leat_recording_new ("r", blocks->data, blocks->len);
    g_autofree char *told = recording_tell (recording);

    g_assert_true (g_str_has_prefix (told, "one|!r: byte "));
    g_assert_true (g_str_has_suffix (told, "|three|"));
    g_assert_cmpuint (leat_recording_get_offset (recording), ==, blocks->len);
    g_assert_cmpuint (leat_recording_get_n_streams (recording), ==, 1);
  }
}

typedef struct {
  const char *name;
  gsize       at;    /* from the start of the first packet's block */
  guint32     value;
  const char *told;  /* %u: where the block begins */
} Lie;

static const Lie lies[] = {
  { "length-0", 4, 0, "!r: byte %u: the length of a block is none|" },
  { "length-8", 4, 8, "!r: byte %u: the length of a block is none|" },
  { "length-odd", 4, 81, "!r: byte %u: the length of a block is none|" },
  { "length-huge", 4, 0xfffffff0, "!r: byte %u: the length of a block is none|" },
  { "length-beyond", 4, 1024 * 1024, "!r: byte %u: the last block is cut|" },
  { "length-short", 4, 64, "!r: byte %u: the two lengths of a block are not the same|" },
  { "interface", 8, 1, "!r: byte %u: a packet of an interface that there is not|two|" },
  { "captured", 20, 4000, "!r: byte %u: a packet that is longer than its block|two|" },
  { "captured-most", 20, 0xffffffff, "!r: byte %u: a packet that is longer than its block|two|" },
  { "captured-short", 20, 7, "!r: byte %u: a packet that is shorter than its header|two|" },
  { "unknown-type", 0, 0x0badcafe, "two|" },
};

static void
test_lie (gconstpointer data)
{
  const Lie *lie = data;
  g_autoptr (GByteArray) blocks = new_two_lines ();
  g_autoptr (GByteArray) first = g_byte_array_new ();
  g_autoptr (GString) expected = g_string_new (lie->told);
  g_autofree char *offset = NULL;

  recording_begin (first, RECORDING_EPOCH);
  memcpy (blocks->data + first->len + lie->at, &lie->value, sizeof lie->value);
  offset = g_strdup_printf ("%u", first->len);
  g_string_replace (expected, "%u", offset, 0);
  recording_assert (blocks, expected->str);
}

static void
test_other_files (void)
{
  static const guint8 pcap[24] = { 0xd4, 0xc3, 0xb2, 0xa1 };
  g_autoptr (LeatRecording) recording = leat_recording_new ("x", pcap, sizeof pcap);
  g_autoptr (LeatRecording) text = leat_recording_new ("y", (const guint8 *) "18/10/13,14:03", 14);
  g_autoptr (LeatRecording) nothing = leat_recording_new ("z", NULL, 0);
  g_autofree char *told = recording_tell (recording);
  g_autofree char *told_text = recording_tell (text);
  g_autofree char *told_nothing = recording_tell (nothing);

  g_assert_cmpstr (told, ==, "!x: is pcap, not pcapng; editcap -F pcapng makes one of the other|");
  g_assert_cmpstr (told_text, ==, "!y: byte 0: does not begin as a recording (pcapng) does|");
  g_assert_cmpstr (told_nothing, ==, "");
  g_assert_false (leat_recording_judge (pcap, sizeof pcap));
}

static void
test_file (void)
{
  g_autoptr (GByteArray) blocks = new_two_lines ();
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  const int fd = g_file_open_tmp ("leat-recording-XXXXXX", &path, &error);
  g_autoptr (LeatRecording) recording = NULL;
  g_autofree char *told = NULL;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, (const char *) blocks->data, blocks->len, NULL));
  recording = leat_recording_open (path, &error);
  g_assert_no_error (error);
  told = recording_tell (recording);
  g_assert_cmpstr (told, ==, "one|two|");
  g_assert_true (leat_recording_judge (blocks->data, blocks->len));
  g_unlink (path);
  g_close (fd, NULL);
  g_assert_null (leat_recording_open (path, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/recording/cut", test_cut);
  g_test_add_func ("/recording/next-section", test_next_section);
  g_test_add_func ("/recording/other-files", test_other_files);
  g_test_add_func ("/recording/file", test_file);
  for (guint i = 0; i < G_N_ELEMENTS (lies); i++)
    {
      g_autofree char *path = g_strconcat ("/recording/lie/", lies[i].name, NULL);

      g_test_add_data_func (path, &lies[i], test_lie);
    }
  return g_test_run ();
}
