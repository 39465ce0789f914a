/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* refused-line.c - a record that a sink's service refused, as a store tells of it */
#include "refused-line.h"
#include <json-glib/json-glib.h>

static char *
read_text (JsonObject *object, const char *name)
{
  return g_strdup (json_object_get_string_member_with_default (object, name, ""));
}

static guint64
read_number (JsonObject *object, const char *name)
{
  return (guint64) MAX (json_object_get_int_member_with_default (object, name, 0), 0);
}

LeatRefusedLine *
leat_refused_line_read (const char *line, GError **error)
{
  g_autoptr (JsonNode) root = json_from_string (line, NULL);
  JsonObject *object = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root)
                                                                     : NULL;
  JsonNode *record = object != NULL ? json_object_get_member (object, "record") : NULL;
  LeatRefusedLine *self;

  if (record == NULL || !JSON_NODE_HOLDS_OBJECT (record))
    {
      g_set_error_literal (error, LEAT_ERROR, LEAT_ERROR_MALFORMED,
                           "the store tells of a refused record what leat does not understand");
      return NULL;
    }
  self = g_new0 (LeatRefusedLine, 1);
  self->id = read_number (object, "id");
  self->sink = read_text (object, "sink");
  self->time = read_text (object, "time");
  self->status = read_number (object, "status");
  self->reason = read_text (object, "reason");
  self->answer = read_text (object, "answer");
  self->name = read_text (json_node_get_object (record), "id");
  self->arrival = read_text (json_node_get_object (record), "time");
  self->source = read_text (json_node_get_object (record), "source");
  return self;
}

void
leat_refused_line_free (LeatRefusedLine *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self->sink);
  g_free (self->time);
  g_free (self->arrival);
  g_free (self->source);
  g_free (self->reason);
  g_free (self->answer);
  g_free (self);
}
