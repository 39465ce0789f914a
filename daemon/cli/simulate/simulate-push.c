/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-push.c - pictures that a simulated machine pushes over TCP: size, type, file name, data
 *
 * Field notes on Cognex DataMan have these four, and no more: the order of the bytes and what the
 * size counts are settings; the type is 1, the rest of the file name NUL. */
#include "simulate-push.h"
#include "simulate-picture.h"
#include <string.h>

#define TIMEOUT 5 /* seconds, for a reader that does not read */
#define NAME_LENGTH 128

/* who is to listen may be about to start */
#define PATIENCE (5 * G_USEC_PER_SEC)
#define TRY_EVERY (20 * 1000)

struct _LeatSimulatedPush {
  GSocketConnection *connection; /* NULL: not connected */
  gboolean was_tried;
  guint64 sent;
};

LeatSimulatedPush *
leat_simulated_push_new (void)
{
  return g_new0 (LeatSimulatedPush, 1);
}

void
leat_simulated_push_free (LeatSimulatedPush *self)
{
  g_clear_object (&self->connection);
  g_free (self);
}

static gboolean
push_try (LeatSimulatedPush *self, const char *address, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_timeout (client, TIMEOUT);
  g_socket_client_set_enable_proxy (client, FALSE);
  self->connection = g_socket_client_connect_to_host (client, address, 0, NULL, error);
  return self->connection != NULL;
}

static gboolean
push_connect (LeatSimulatedPush *self, const char *address, GError **error)
{
  const gint64 until = g_get_monotonic_time () + (self->was_tried ? 0 : PATIENCE);
  g_autoptr (GError) refused = NULL;

  self->was_tried = TRUE;
  while (!push_try (self, address, &refused))
    {
      if (!g_error_matches (refused, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED) ||
          g_get_monotonic_time () >= until)
        {
          g_propagate_error (error, g_steal_pointer (&refused));
          return FALSE;
        }
      g_clear_error (&refused);
      g_usleep (TRY_EVERY);
    }
  return TRUE;
}

/* what the size counts beside the picture */
static guint
get_counted (const LeatSimulatedMachine *machine)
{
  if (leat_simulated_machine_is (machine, "push-counts", "name"))
    return NAME_LENGTH;
  if (leat_simulated_machine_is (machine, "push-counts", "type"))
    return 4 + NAME_LENGTH;
  return leat_simulated_machine_is (machine, "push-counts", "all") ? 4 + 4 + NAME_LENGTH : 0;
}

static void
append_number (GByteArray *bytes, guint32 number, gboolean is_little)
{
  for (guint i = 0; i < 4; i++)
    {
      const guint8 byte = (guint8) (number >> 8 * (is_little ? i : 3 - i));

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* (transfer full) */
static GByteArray *
make_push (const LeatSimulatedMachine *machine, const LeatSimulatedResult *result)
{
  const gboolean is_little = leat_simulated_machine_is (machine, "push-order", "little");
  const guint size = leat_simulated_machine_get_number (machine, "push-size");
  g_autoptr (GByteArray) picture = leat_simulated_picture_make (result, size);
  g_autofree char *name = leat_simulated_picture_make_name (result);
  GByteArray *bytes = g_byte_array_new ();
  guint8 field[NAME_LENGTH] = { 0 };

  memcpy (field, name, MIN (strlen (name), NAME_LENGTH));
  append_number (bytes, picture->len + get_counted (machine), is_little);
  append_number (bytes, 1, is_little);
  g_byte_array_append (bytes, field, NAME_LENGTH);
  g_byte_array_append (bytes, picture->data, picture->len);
  return bytes;
}

static gboolean
push_write (LeatSimulatedPush *self, const char *address, const guint8 *bytes, gsize length,
            GError **error)
{
  GOutputStream *stream;

  if (self->connection == NULL && !push_connect (self, address, error))
    return FALSE;
  stream = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  if (g_output_stream_write_all (stream, bytes, length, NULL, NULL, error))
    return TRUE;
  g_clear_object (&self->connection);
  return FALSE;
}

gboolean
leat_simulated_push_send (LeatSimulatedPush *self, const LeatSimulatedMachine *machine,
                          const LeatSimulatedResult *result, GError **error)
{
  const char *address = leat_simulated_machine_get (machine, "push");
  g_autoptr (GByteArray) bytes = NULL;
  guint cut;

  if (address == NULL || *address == '\0')
    return TRUE;
  bytes = make_push (machine, result);
  cut = leat_simulated_machine_get_number (machine, "push-cut");
  self->sent++;
  if (cut > 0 && self->sent % cut == 0)
    {
      if (!push_write (self, address, bytes->data, bytes->len / 2, error))
        return FALSE;
      g_clear_object (&self->connection);
    }
  return push_write (self, address, bytes->data, bytes->len, error);
}
