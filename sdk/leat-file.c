/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leat-file.c - reads a file that a person wrote */
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "leat-file.h"

/* as much as is allowed and a little more, which then is too much; an errno, or 0 */
static int
read_all (int fd, GByteArray *bytes)
{
  struct stat status;
  gssize n;

  if (fstat (fd, &status) != 0)
    return errno;
  if (!S_ISREG (status.st_mode))
    return S_ISDIR (status.st_mode) ? EISDIR : EINVAL;
  do
    {
      const guint length = bytes->len;

      g_byte_array_set_size (bytes, length + 65536);
      n = read (fd, bytes->data + length, 65536);
      g_byte_array_set_size (bytes, length + (guint) MAX (n, 0));
    }
  while (n > 0 && bytes->len <= LEAT_FILE_MAX);
  return n < 0 ? errno : 0;
}

gboolean
leat_file_is_bounded (const char *path, gsize length, LeatFaults *faults)
{
  if (length <= LEAT_FILE_MAX)
    return TRUE;
  leat_faults_add (faults, path, 0, NULL, NULL, "is longer than %d MiB",
                   LEAT_FILE_MAX / 1024 / 1024);
  return FALSE;
}

GByteArray *
leat_file_read (const char *path, LeatFaults *faults)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  /* O_NONBLOCK: a FIFO must not hold us, O_NOCTTY: nor a terminal take us */
  const int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  const int why = fd >= 0 ? read_all (fd, bytes) : errno;

  if (fd >= 0)
    close (fd);
  if (why == 0)
    return leat_file_is_bounded (path, bytes->len, faults) ? g_steal_pointer (&bytes) : NULL;
  leat_faults_add (faults, path, 0, NULL, NULL, "cannot be read: %s",
                   why == EINVAL ? "it is no regular file" : g_strerror (why));
  return NULL;
}
