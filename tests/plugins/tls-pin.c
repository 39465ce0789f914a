/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tls-pin.c - tests that the key of a certificate is found, and nothing in what is none */
#include "tls-pin.h"
#include <gio/gio.h>

static GByteArray *
load (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_CERTIFICATES"), "good.crt", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (path, &error);
  GByteArray *bytes;

  g_assert_no_error (error);
  g_object_get (certificate, "certificate", &bytes, NULL);
  return bytes;
}

/* as the openssl tool has it */
static void
test_same (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("LEAT_CERTIFICATES"), "good.pin", NULL);
  g_autoptr (GByteArray) bytes = load ();
  g_autofree char *pin = tls_pin_of (bytes->data, bytes->len);
  g_autofree char *known = NULL;

  g_assert_true (g_file_get_contents (path, &known, NULL, NULL));
  g_strchomp (known);
  g_assert_true (g_str_has_prefix (pin, "sha256//"));
  g_assert_cmpstr (pin + 8, ==, known);
  g_assert_true (tls_pin_is_sound (pin));
}

/* cut at each place: never read behind the end */
static void
test_cut (void)
{
  g_autoptr (GByteArray) bytes = load ();

  for (guint length = 0; length < bytes->len; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (bytes->data, length);
      g_autofree char *pin = tls_pin_of (cut, length);

      g_assert_null (pin);
    }
}

static void
test_sound (void)
{
  static const char *const wrong[] = {
    "", "sha256//", "sha1//AAAA", "sha256//AAAA",
    "sha256/huTR3/HUKSgcyV0XcKkD+VlBgthHoS82jK5LG077z7U=",
    "sha256//huTR3/HUKSgcyV0XcKkD+VlBgthHoS82jK5LG077z7U=x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    g_assert_false (tls_pin_is_sound (wrong[i]));
  g_assert_true (tls_pin_is_sound ("sha256//huTR3/HUKSgcyV0XcKkD+VlBgthHoS82jK5LG077z7U="));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tls-pin/same", test_same);
  g_test_add_func ("/tls-pin/cut", test_cut);
  g_test_add_func ("/tls-pin/sound", test_sound);
  return g_test_run ();
}
