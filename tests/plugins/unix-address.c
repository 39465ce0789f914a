/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix-address.c - tests how the place of a Unix socket is spelled */
#include "unix-address.h"
#include <gio/gunixsocketaddress.h>

typedef struct {
  const char *name;
  const char *device;
  const char *path;    /* NULL: it is abstract, or a fault */
  const char *message; /* NULL: it is right */
} Case;

static const Case cases[] = {
  { "path", "unix:///run/x.sock", "/run/x.sock", NULL },
  { "abstract", "unix-listen://@leat", NULL, NULL },
  { "relative", "unix://run/x.sock", NULL,
    "\"run/x.sock\" is no absolute path; unix:///run/x.sock is right, or unix://@NAME for an "
    "abstract name" },
  { "nothing", "unix-seqpacket://", NULL,
    "\"\" is no absolute path; unix-seqpacket:///run/x.sock is right, or unix-seqpacket://@NAME "
    "for an abstract name" },
  { "no-name", "unix://@", NULL,
    "\"@\" is no absolute path; unix:///run/x.sock is right, or unix://@NAME for an abstract "
    "name" },
  { "no-slashes", "unix:/run/x.sock", NULL,
    "\"\" is no absolute path; unix:///run/x.sock is right, or unix://@NAME for an abstract "
    "name" },
};

static void
test_case (gconstpointer data)
{
  const Case *test = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = unix_address_parse (test->device, &error);

  if (test->message != NULL)
    {
      g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
      g_assert_cmpstr (error->message, ==, test->message);
      return;
    }
  g_assert_no_error (error);
  g_assert_cmpstr (unix_address_get_path (address), ==, test->path);
}

/* 107 bytes are there for it, and no more. Source: unix(7) */
static void
test_length (void)
{
  g_autofree char *longest = g_strnfill (106, 'x'), *longer = g_strnfill (107, 'x');
  g_autofree char *right = g_strconcat ("unix:///", longest, NULL);
  g_autofree char *wrong = g_strconcat ("unix:///", longer, NULL);
  g_autoptr (GSocketAddress) address = unix_address_parse (right, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (address);
  g_assert_null (unix_address_parse (wrong, &error));
  g_assert_error (error, LEAT_ERROR, LEAT_ERROR_CONFIG);
  g_assert_true (g_str_has_prefix (error->message, "108 bytes are too many for the path"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/unix/address/%s", cases[i].name);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  g_test_add_func ("/unix/address/length", test_length);
  return g_test_run ();
}
