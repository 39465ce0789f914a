/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* bytes.c - tests bytes that are written as text, against GLib's writer of them */
#include <string.h>
#include "leat-bytes.h"

typedef struct {
  const char   *name;
  LeatBytesForm form;
  const char   *text;
  const char   *expected;   /* NULL: it is not of that form */
} Case;

/* the vectors of RFC 4648, section 10, and what they are when something is wrong */
static const Case cases[] = {
  { "base64/empty", LEAT_BYTES_BASE64, "", "" },
  { "base64/one", LEAT_BYTES_BASE64, "Zg==", "f" },
  { "base64/two", LEAT_BYTES_BASE64, "Zm8=", "fo" },
  { "base64/three", LEAT_BYTES_BASE64, "Zm9v", "foo" },
  { "base64/six", LEAT_BYTES_BASE64, "Zm9vYmFy", "foobar" },
  { "base64/cut", LEAT_BYTES_BASE64, "Zm9", NULL },
  { "base64/padding-inside", LEAT_BYTES_BASE64, "Zg==Zg==", NULL },
  { "base64/padding-alone", LEAT_BYTES_BASE64, "====", NULL },
  { "base64/padding-of-three", LEAT_BYTES_BASE64, "Z===", NULL },
  { "base64/left-over-bits", LEAT_BYTES_BASE64, "Zh==", NULL },
  { "base64/left-over-bits-of-two", LEAT_BYTES_BASE64, "Zm9=", NULL },
  { "base64/blank", LEAT_BYTES_BASE64, "Zm 9", NULL },
  { "hex/empty", LEAT_BYTES_HEX, "", "" },
  { "hex/both-cases", LEAT_BYTES_HEX, "6a6B", "jk" },
  { "hex/blanks", LEAT_BYTES_HEX, "6a  6B", "jk" },
  { "hex/blank-inside", LEAT_BYTES_HEX, "6 a", NULL },
  { "hex/blank-behind", LEAT_BYTES_HEX, "6a ", NULL },
  { "hex/odd", LEAT_BYTES_HEX, "6a6", NULL },
  { "hex/letter", LEAT_BYTES_HEX, "6g", NULL },
};

static void
test_read (gconstpointer data)
{
  const Case *test = data;
  const gsize length = strlen (test->text);
  g_autofree char *text = g_memdup2 (test->text, length);
  g_autofree guint8 *bytes = g_malloc (length);
  gsize n_bytes = 99;

  g_assert_cmpint (leat_bytes_read (test->form, text, length, bytes, &n_bytes), ==,
                   test->expected != NULL);
  if (test->expected != NULL)
    g_assert_cmpmem (bytes, (int) n_bytes, test->expected, (int) strlen (test->expected));
}

static void
test_round_trip (void)
{
  for (guint i = 0; i < 1000; i++)
    {
      guint8 bytes[64], again[128];
      const gsize n_bytes = (gsize) g_test_rand_int_range (0, sizeof bytes);
      g_autofree char *text = NULL;
      gsize n_again = 0;

      for (gsize k = 0; k < n_bytes; k++)
        bytes[k] = (guint8) g_test_rand_int ();
      text = g_base64_encode (bytes, n_bytes);
      g_assert_true (leat_bytes_read (LEAT_BYTES_BASE64, text, strlen (text), again, &n_again));
      g_assert_cmpmem (again, (int) n_again, bytes, (int) n_bytes);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/bytes/", cases[i].name, NULL);
      g_test_add_data_func (path, &cases[i], test_read);
    }
  g_test_add_func ("/bytes/round-trip", test_round_trip);
  return g_test_run ();
}
