/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fuzz-facts.c - a file of facts with any damage opens, or is refused; what opens can be set */
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include "worker/leatd-facts.h"

#define FILE_SIZE 8192

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

/* places and bytes, four of the input for each, on top of two whole slots */
static void
damage (guint8 *file, const uint8_t *data, size_t size)
{
  for (; size >= 4; data += 4, size -= 4)
    {
      const gsize slot = data[0] % 2 * (FILE_SIZE / 2);

      file[slot + (data[1] + data[2] * 256u) % 160] = data[3];
    }
}

/* a sound file: slot 1 holds key=new, slot 0 key=old */
static void
make_sound (guint8 *file)
{
  g_autofree char *folder = g_dir_make_tmp ("leat-fuzz-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "facts", NULL);
  g_autofree char *text = NULL;
  LeatdFacts *facts = leatd_facts_open (path, NULL);
  gsize length;

  leatd_facts_set (facts, "key", "even older", NULL);
  leatd_facts_set (facts, "key", "old", NULL);
  leatd_facts_set (facts, "key", "new", NULL);
  leatd_facts_free (facts);
  g_assert_true (g_file_get_contents (path, &text, &length, NULL));
  g_assert_cmpuint (length, ==, FILE_SIZE);
  memcpy (file, text, length);
  unlink (path);
  rmdir (folder);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static guint8 sound[FILE_SIZE];
  guint8 file[FILE_SIZE];
  const int fd = memfd_create ("facts", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (LeatdFacts) facts = NULL;
  g_autoptr (GError) error = NULL;

  if (sound[0] == 0)
    make_sound (sound);
  memcpy (file, sound, sizeof file);
  damage (file, data, size);
  g_assert_cmpint (write (fd, file, sizeof file), ==, sizeof file);

  facts = leatd_facts_open (path, &error);
  g_assert_true ((facts == NULL) == (error != NULL));
  if (facts != NULL)
    {
      const char *value = leatd_facts_get (facts, "key");

      g_assert_true (g_str_equal (value, "new") || g_str_equal (value, "old"));
      g_assert_true (leatd_facts_set (facts, "key", "newer", NULL));
      g_assert_cmpstr (leatd_facts_get (facts, "key"), ==, "newer");
    }
  close (fd);
  return 0;
}
