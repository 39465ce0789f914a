/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* guess-shape-keys.c - frames that name their fields: pairs of key and value, JSON objects */
#include "guess-shape.h"
#include "leat-option-host.h"
#include <json-glib/json-glib.h>
#include <string.h>

#define DEPTH_MAX 4
#define ELEMENTS_MAX 8

static LeatGuessColumn *
find_column (LeatGuessShape *self, const char *name, const char *key)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      LeatGuessColumn *column = self->columns->pdata[i];

      if (strcmp (column->key, key) == 0)
        return column;
    }
  return leat_guess_shape_add_column (self, name, g_strdup (key));
}

/* --- pairs --- */

static const char pair_separators[] = ",;&\t ";
static const char pair_equals[] = "=:";

static gboolean
is_key (const char *text, gsize length)
{
  if (length == 0 || !g_ascii_isalpha (text[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && strchr ("_-. ", text[i]) == NULL)
      return FALSE;
  return TRUE;
}

/* (transfer full) (nullable): KEY, VALUE, KEY, … of a frame */
static GStrv
split_pairs (const LeatGuessFrame *frame, const char *separators, char equals)
{
  g_autofree char *text = g_strndup (frame->data, frame->length);
  g_auto (GStrv) parts = g_strsplit_set (text, separators, -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      const char *part = g_strstrip (parts[i]);
      const char *middle = strchr (part, equals);
      g_autofree char *key = NULL;

      if (*part == '\0')
        continue;
      if (middle == NULL || !is_key (part, (gsize) (middle - part)))
        return NULL;
      key = g_strndup (part, (gsize) (middle - part));
      g_strv_builder_add (builder, g_strstrip (key));
      g_strv_builder_add (builder, middle + 1);
    }
  return g_strv_builder_end (builder);
}

static void
add_pairs (LeatGuessShape *self, const LeatGuessFrame *frame, GStrv pairs)
{
  leat_guess_shape_add_frame (self, frame);
  for (guint i = 0; pairs[i] != NULL; i += 2)
    {
      g_autofree char *escaped = leat_escape_do (pairs[i], strlen (pairs[i]));
      g_autofree char *key = g_strconcat ("key=", escaped, NULL);

      leat_guess_column_add (self, find_column (self, pairs[i], key),
                             g_strstrip (g_strdup (pairs[i + 1])));
    }
}

/* how many pairs there are, if nearly all frames are such, and of more than one key; else 0 */
static guint
fill_pairs (LeatGuessShape *self, const GArray *frames, const char *separators, char equals)
{
  guint n_pairs = 0;

  g_ptr_array_set_size (self->columns, 0);
  g_array_set_size (self->fitting, 0);
  for (guint i = 0; i < frames->len; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames, LeatGuessFrame, i);
      g_auto (GStrv) pairs = split_pairs (frame, separators, equals);

      if (pairs != NULL && pairs[0] != NULL)
        {
          add_pairs (self, frame, pairs);
          n_pairs += g_strv_length (pairs) / 2;
        }
      else if (self->fitting->len * 5 < i)
        return 0;
    }
  return leat_guess_shape_agrees (self->fitting->len, frames) && self->columns->len > 1 ? n_pairs
                                                                                        : 0;
}

/* those that part the frames into the most pairs: one that is parted wrongly holds others */
gboolean
leat_guess_shape_try_pairs (LeatGuessShape *self, const GArray *frames)
{
  char separators[2] = "", equals = '\0';
  g_autofree char *escaped = NULL;
  guint most = 0;

  for (const char *separator = pair_separators; *separator != '\0'; separator++)
    for (const char *sign = pair_equals; *sign != '\0'; sign++)
      {
        const char tried[] = { *separator, '\0' };
        const guint n = fill_pairs (self, frames, tried, *sign);

        if (n <= most)
          continue;
        most = n;
        separators[0] = *separator;
        equals = *sign;
      }
  if (equals == '\0')
    return FALSE;
  fill_pairs (self, frames, separators, equals);
  escaped = leat_escape_do (separators, 1);
  self->format = "pairs";
  self->options = g_strdup_printf ("separators=%s\nequals=%c\n",
                                   separators[0] == ' ' ? "\\s" : escaped, equals);
  return TRUE;
}

/* --- JSON --- */

/* (transfer full) (nullable): as it stands there, but for the digits of a fraction */
static char *
node_to_text (JsonNode *node)
{
  switch (json_node_get_value_type (node))
    {
    case G_TYPE_STRING:
      return g_strdup (json_node_get_string (node));
    case G_TYPE_BOOLEAN:
      return g_strdup (json_node_get_boolean (node) ? "true" : "false");
    case G_TYPE_INT64:
      return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
    case G_TYPE_DOUBLE:
      return g_strdup_printf ("%.3f", json_node_get_double (node));
    default:
      return NULL;
    }
}

/* RFC 6901: ~ and / in a step */
static char *
escape_step (const char *name)
{
  g_autoptr (GString) step = g_string_new (name);

  g_string_replace (step, "~", "~0", 0);
  g_string_replace (step, "/", "~1", 0);
  return g_string_free (g_steal_pointer (&step), FALSE);
}

static void add_node (LeatGuessShape *self, const char *name, const char *pointer, JsonNode *node,
                      guint depth);

static void
add_members (LeatGuessShape *self, const char *pointer, JsonObject *object, guint depth)
{
  g_autoptr (GList) names = json_object_get_members (object);

  for (const GList *at = names; at != NULL; at = at->next)
    {
      g_autofree char *step = escape_step (at->data);
      g_autofree char *below = g_strconcat (pointer, "/", step, NULL);

      add_node (self, at->data, below, json_object_get_member (object, at->data), depth);
    }
}

static void
add_elements (LeatGuessShape *self, const char *name, const char *pointer, JsonArray *array,
              guint depth)
{
  for (guint i = 0; i < MIN (json_array_get_length (array), ELEMENTS_MAX); i++)
    {
      g_autofree char *below = g_strdup_printf ("%s/%u", pointer, i);
      g_autofree char *element = g_strdup_printf ("%s_%u", name, i);

      add_node (self, element, below, json_array_get_element (array, i), depth);
    }
}

static void
add_node (LeatGuessShape *self, const char *name, const char *pointer, JsonNode *node, guint depth)
{
  g_autofree char *escaped = leat_escape_do (pointer, strlen (pointer));
  g_autofree char *key = g_strconcat ("pointer=", escaped, NULL);

  if (depth == DEPTH_MAX)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    add_members (self, pointer, json_node_get_object (node), depth + 1);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    add_elements (self, name, pointer, json_node_get_array (node), depth + 1);
  else
    leat_guess_column_add (self, find_column (self, name, key), node_to_text (node));
}

gboolean
leat_guess_shape_try_json (LeatGuessShape *self, const GArray *frames)
{
  g_autoptr (JsonParser) parser = json_parser_new ();

  self->format = "json";
  self->options = g_strdup ("");
  for (guint i = 0; i < frames->len; i++)
    {
      const LeatGuessFrame *frame = &g_array_index (frames, LeatGuessFrame, i);

      if (frame->data[0] != '{' && self->fitting->len == 0 && i > 10)
        return FALSE;
      if (frame->data[0] != '{' ||
          !json_parser_load_from_data (parser, frame->data, (gssize) frame->length, NULL) ||
          !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
        continue;
      leat_guess_shape_add_frame (self, frame);
      add_members (self, "", json_node_get_object (json_parser_get_root (parser)), 0);
    }
  return leat_guess_shape_agrees (self->fitting->len, frames) && self->columns->len > 0;
}
