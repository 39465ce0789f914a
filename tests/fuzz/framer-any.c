/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* framer-any.c - any options and any stream for a framer, and payloads that come back */
#include "framer-any.h"
#include <string.h>

typedef struct {
  const guint8 *data;
  gsize length;
} Bytes;

static guint
take (Bytes *self, guint n)
{
  if (self->length == 0)
    return 0;
  self->length--;
  return *self->data++ % n;
}

static char *
take_bytes (Bytes *self)
{
  const gsize wanted = 1 + take (self, 2);
  const gsize n = MIN (wanted, self->length);
  char *text = leat_escape_do (self->data, n);

  self->data += n;
  self->length -= n;
  return text;
}

static char *
take_list (Bytes *self, const LeatOption *option)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const guint n = 1 + take (self, 3);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *bytes = take_bytes (self);

      g_string_append (text, i > 0 ? ";" : "");
      if (option->type == LEAT_OPTION_TYPE_LIST)
        {
          const guint place = take (self, 6);

          g_string_append_printf (text, "%u:%u", place, take (self, 6));
        }
      else
        g_string_append (text, bytes);
      if (g_str_equal (option->key, "types"))
        g_string_append_printf (text, ":%u", take (self, 20));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
take_text (Bytes *self, const LeatOption *option)
{
  static const char *const checksums[] = { "xor8", "sum8", "fletcher-8", "crc-16/modbus",
                                           "crc-16/x-25" };
  static const char *const ranges[] = { "0:", "1:", "1:-1", ":3", "2:5" };
  static const char *const masks[] = { "0x7", "0x1e", "0xff" };

  if (g_str_has_suffix (option->key, "checksum"))
    return g_strdup (checksums[take (self, G_N_ELEMENTS (checksums))]);
  if (g_str_has_suffix (option->key, "mask"))
    return g_strdup (masks[take (self, G_N_ELEMENTS (masks))]);
  return g_strdup (ranges[take (self, G_N_ELEMENTS (ranges))]);
}

/* (nullable): as it is preset */
static char *
take_value (Bytes *self, const LeatOption *option)
{
  const double least = MAX (option->minimum, -8), most = MIN (option->maximum, 40);

  if (take (self, 3) == 0)
    return NULL;
  switch (option->type)
    {
    case LEAT_OPTION_TYPE_BOOL:
      return g_strdup (take (self, 2) != 0 ? "yes" : "no");
    case LEAT_OPTION_TYPE_CHOICE:
      return g_strdup (option->choices[take (self, g_strv_length ((char **) option->choices))]);
    case LEAT_OPTION_TYPE_INT:
      return g_strdup_printf ("%d", (int) least + (int) take (self, (guint) (most - least) + 1));
    case LEAT_OPTION_TYPE_BYTES:
      return take_bytes (self);
    case LEAT_OPTION_TYPE_BYTES_LIST:
    case LEAT_OPTION_TYPE_LIST:
      return take_list (self, option);
    case LEAT_OPTION_TYPE_STRING:
      return take_text (self, option);
    case LEAT_OPTION_TYPE_NONE:
    case LEAT_OPTION_TYPE_DOUBLE:
    case LEAT_OPTION_TYPE_SIZE:
    case LEAT_OPTION_TYPE_DURATION:
    default:
      return NULL;
    }
}

/* (element-type utf8): key, value, … for feed_run(); %NULL: they are refused together */
static GPtrArray *
take_options (Bytes *self, const LeatFramerClass *klass)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  LeatFramer *framer = leat_framer_instance_new (klass);
  gboolean is_right;

  for (const LeatOption *option = klass->options; option->type != LEAT_OPTION_TYPE_NONE; option++)
    {
      g_autofree char *value = take_value (self, option);

      if (value == NULL || !leat_option_set (option, framer, value, NULL))
        continue;
      g_ptr_array_add (words, g_strdup (option->key));
      g_ptr_array_add (words, g_steal_pointer (&value));
    }
  g_ptr_array_add (words, NULL);
  is_right = leat_framer_instance_init (framer, NULL);
  leat_framer_free (framer);
  return is_right ? g_steal_pointer (&words) : NULL;
}

void
framer_any_check (const LeatFramerClass *klass, const guint8 *data, gsize size)
{
  Bytes bytes = { data, size };
  const gsize max_frame = 1 + take (&bytes, 64);
  const LeatEnd end = (LeatEnd) take (&bytes, LEAT_END_LIMIT + 1);
  const gsize first = 1 + take (&bytes, 16);
  g_autoptr (GRand) random = g_rand_new_with_seed ((guint32) size);
  g_autoptr (GPtrArray) options = take_options (&bytes, klass);
  const FeedCut cuts[] = { { .chunk = 1 }, { .first = first }, { .chunk = 7, .random = random } };
  Feed feed = { klass, NULL, max_frame, end };
  g_autofree char *expected = NULL;

  if (options == NULL || bytes.length == 0)
    return;
  feed.options = (const char *const *) options->pdata;
  expected = feed_run (&feed, bytes.data, bytes.length, (FeedCut) { 0 });
  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autofree char *found = feed_run (&feed, bytes.data, bytes.length, cuts[i]);

      g_assert_cmpstr (found, ==, expected);
    }
}

void
framer_any_return (const LeatFramerClass *klass, const char *const *options, const GString *noise,
                   FramerAnyPut put, gconstpointer coding, const guint8 *data, gsize size,
                   gsize length)
{
  g_autoptr (LeatFraming)
      framing = leat_framing_new (feed_framer_new (klass, options), FRAMER_ANY_MAX_FRAME);
  g_autoptr (GString) stream = g_string_new_len (noise->str, (gssize) noise->len);
  LeatArrival arrival = { .struct_size = sizeof arrival };
  LeatPiece piece;

  for (gsize at = 0; at < size; at += length)
    put (stream, data + at, MIN (length, size - at), coding);
  memcpy (leat_framing_reserve (framing, stream->len), stream->str, stream->len);
  leat_framing_commit (framing, stream->len, &arrival);
  for (gsize at = 0; at < size;)
    {
      g_assert_true (leat_framing_next (framing, &piece));
      if (piece.offset < noise->len)
        continue;
      g_assert_cmpstr (piece.reason, ==, NULL);
      g_assert_cmpmem (piece.frame.payload, (int) piece.frame.length, data + at,
                       (int) MIN (length, size - at));
      at += length;
    }
  g_assert_false (leat_framing_next (framing, &piece));
  g_assert_cmpuint (leat_framing_get_pending (framing), ==, 0);
}

GString *
framer_any_noise (const guint8 *data, gsize size, guint8 one, guint8 other)
{
  GString *noise = g_string_new_len ((const char *) data, (gssize) size);

  for (gsize i = 0; i < noise->len; i++)
    if ((guint8) noise->str[i] == one)
      noise->str[i] = (char) other;
  return noise;
}
