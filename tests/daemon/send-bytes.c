/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* send-bytes.c - tests bytes for a device, as a command line spells them */
#include "bus/send-bytes.h"
#include "leat-error.h"
#include "scratch.h"

typedef struct {
  const char *path;
  const char *text;
  const char *hex;
  const char *file;
  const char *bytes;
  gssize      length;   /* -1: it is an error */
} Case;

static const Case cases[] = {
  { "/send-bytes/text", "T1", NULL, NULL, "T1", 2 },
  { "/send-bytes/escapes", "\\x02T1\\r\\n\\\\", NULL, NULL, "\002T1\r\n\\", 6 },
  { "/send-bytes/wrong-escape", "\\q", NULL, NULL, "the backslash at byte 1 begins no escape", -1 },
  { "/send-bytes/no-text", "", NULL, NULL, "1 to 65536 bytes are right, these are 0", -1 },
  { "/send-bytes/hex", NULL, "0241ff", NULL, "\x02\x41\xff", 3 },
  { "/send-bytes/hex-parted", NULL, "02 41:Ff,00", NULL, "\x02\x41\xff\0", 4 },
  { "/send-bytes/hex-odd", NULL, "02 4", NULL,
    "--hex 02 4: two digits for each byte are right, from 4 on they are not", -1 },
  { "/send-bytes/hex-none", NULL, "0x02", NULL,
    "--hex 0x02: two digits for each byte are right, from 0x02 on they are not", -1 },
  { "/send-bytes/hex-empty", NULL, " ", NULL, "1 to 65536 bytes are right, these are 0", -1 },
  { "/send-bytes/nothing", NULL, NULL, NULL, "just one of TEXT, --hex and --file is right", -1 },
  { "/send-bytes/both", "T1", "02", NULL, "just one of TEXT, --hex and --file is right", -1 },
  { "/send-bytes/no-file", NULL, NULL, "/dev/none", "/dev/none", -1 },
  { "/send-bytes/empty-file", NULL, NULL, "/dev/null", "1 to 65536 bytes are right", -1 },
};

static void
test_send_bytes (gconstpointer data)
{
  const Case *c = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = leat_send_bytes_read (c->text, c->hex, c->file, &error);
  g_autoptr (GBytes) expected = NULL;

  if (c->length < 0)
    {
      g_assert_null (bytes);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, c->bytes));
      return;
    }
  g_assert_no_error (error);
  expected = g_bytes_new (c->bytes, (gsize) c->length);
  g_assert_true (g_bytes_equal (bytes, expected));
}

/* of the longest that is sent, and of one that is too long */
static void
test_file (void)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "bytes", NULL);
  g_autofree char *data = g_malloc0 (LEAT_SEND_BYTES_MOST + 1);
  g_autoptr (GBytes) most = NULL;
  g_autoptr (GBytes) more = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, data, LEAT_SEND_BYTES_MOST, NULL));
  most = leat_send_bytes_read (NULL, NULL, path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (most), ==, LEAT_SEND_BYTES_MOST);
  g_assert_true (g_file_set_contents (path, data, LEAT_SEND_BYTES_MOST + 1, NULL));
  more = leat_send_bytes_read (NULL, NULL, path, &error);
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_null (more);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_test_add_data_func (cases[i].path, &cases[i], test_send_bytes);
  g_test_add_func ("/send-bytes/file", test_file);
  return g_test_run ();
}
