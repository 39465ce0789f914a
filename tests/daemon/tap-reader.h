/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* tap-reader.h - reads what a tap writes */
#pragma once
#include <errno.h>
#include <gio/gio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
G_BEGIN_DECLS

#define TAP_MESSAGE_MAX (1024 * 1024)

/* (transfer full) (nullable): the next message; NULL: there is none for now, or no more */
static inline char *
tap_reader_try (int fd)
{
  char *message = g_malloc (TAP_MESSAGE_MAX + 1);
  const gssize length = recv (fd, message, TAP_MESSAGE_MAX, MSG_DONTWAIT);

  if (length > 0)
    {
      message[length] = '\0';
      g_assert_cmpuint (strlen (message), ==, (gsize) length);
      g_assert_true (g_str_has_suffix (message, "\n"));
      return message;
    }
  if (length < 0)
    g_assert_cmpint (errno, ==, EAGAIN);
  g_free (message);
  return NULL;
}

/* its lines: those that are none of drops, and what those tell of */
static inline guint64
tap_reader_count (const char *message, guint64 *dropped)
{
  static const char drops[] = "{\"dropped\":";
  g_auto (GStrv) lines = g_strsplit (message, "\n", -1);
  guint64 n = 0;

  for (gsize i = 0; lines[i] != NULL && *lines[i] != '\0'; i++)
    if (g_str_has_prefix (lines[i], drops))
      *dropped += g_ascii_strtoull (lines[i] + strlen (drops), NULL, 10);
    else
      n++;
  return n;
}

G_END_DECLS
