/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* fake-boards.c - the boards service (protocols: REST, boards), as it answered when recorded */
#include "fake-boards.h"
#include <string.h>
#include "fake-json.h"

#define RECORDS  "/boards/records/"
#define N_DEVICES 2

typedef struct {
  char  *uuid;
  gint64 machine;
  gint64 num;
  gboolean has_num;
  char  *time;
  guint  datas;
  double measures[2];
} Board;

struct _FakeBoards {
  GMutex     mutex;
  GPtrArray *boards;
};

static void
board_free (gpointer data)
{
  Board *self = data;

  g_free (self->uuid);
  g_free (self->time);
  g_free (self);
}

FakeBoards *
fake_boards_new (void)
{
  FakeBoards *self = g_new0 (FakeBoards, 1);

  g_mutex_init (&self->mutex);
  self->boards = g_ptr_array_new_with_free_func (board_free);
  return self;
}

void
fake_boards_free (FakeBoards *self)
{
  g_ptr_array_unref (self->boards);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

guint
fake_boards_count (FakeBoards *self)
{
  guint n;

  g_mutex_lock (&self->mutex);
  n = self->boards->len;
  g_mutex_unlock (&self->mutex);
  return n;
}

static void
append_board (GString *json, const Board *board)
{
  g_string_append_printf (json, "{\"recordid\":\"%s\",\"machine\":%" G_GINT64_FORMAT ",\"num\":",
                          board->uuid, board->machine);
  if (board->has_num)
    g_string_append_printf (json, "%" G_GINT64_FORMAT, board->num);
  else
    g_string_append (json, "null");
  g_string_append (json, ",\"rs232_time\":");
  fake_append_text (json, board->time);
  g_string_append_printf (json, ",\"record_datas\":{\"id\":%u,\"measure_1\":", board->datas);
  fake_append_number (json, board->measures[0]);
  g_string_append (json, ",\"measure_2\":");
  fake_append_number (json, board->measures[1]);
  g_string_append (json, "}}");
}

static gboolean
read_machine (SoupServerMessage *message, JsonObject *object, Board *board)
{
  JsonNode *node = json_object_get_member (object, "machine");

  if (node == NULL)
    fake_refuse (message, "machine", FAKE_REQUIRED);
  else if (JSON_NODE_HOLDS_NULL (node))
    fake_refuse (message, "machine", "This field may not be null.");
  else if (!fake_is_integer (node, &board->machine))
    fake_refuse (message, "machine", "Incorrect type. Expected pk value, received str.");
  else if (board->machine < 1 || board->machine > N_DEVICES)
    fake_refuse (message, "machine", "Invalid pk \"%" G_GINT64_FORMAT "\" - object does not exist.",
                 board->machine);
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_num (SoupServerMessage *message, JsonObject *object, Board *board)
{
  JsonNode *node = json_object_get_member (object, "num");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  board->has_num = fake_is_integer (node, &board->num);
  if (!board->has_num)
    fake_refuse (message, "num", "A valid integer is required.");
  else if (board->num < 0)
    fake_answer_crash (message);
  return board->has_num && board->num >= 0;
}

static gboolean
read_time (SoupServerMessage *message, JsonObject *object, Board *board)
{
  JsonNode *node = json_object_get_member (object, "rs232_time");

  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    board->time = fake_read_time (json_node_get_string (node));
  if (board->time == NULL)
    fake_refuse (message, "rs232_time",
                 "Datetime has wrong format. Use one of these formats instead: "
                 "YYYY-MM-DDThh:mm[:ss[.uuuuuu]][+HH:MM|-HH:MM|Z].");
  return board->time != NULL;
}

static gboolean
read_measures (SoupServerMessage *message, JsonObject *object, Board *board)
{
  static const char *const names[] = { "measure_1", "measure_2" };
  JsonNode *node = json_object_get_member (object, "record_datas");

  if (node == NULL)
    fake_refuse (message, "record_datas", FAKE_REQUIRED);
  else if (!JSON_NODE_HOLDS_OBJECT (node))
    fake_refuse (message, "record_datas", "Invalid data. Expected a dictionary.");
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (!fake_is_number (json_object_get_member (json_node_get_object (node), names[i]),
                         &board->measures[i]))
      {
        fake_answer_text (message, 400,
                          "{\"record_datas\":{\"measure\":[\"A valid number is required.\"]}}");
        return FALSE;
      }
  return TRUE;
}

static void
post (FakeBoards *self, SoupServerMessage *message)
{
  g_autoptr (JsonObject) object = fake_read_object (message);
  Board *board;
  GString *json;

  if (object == NULL)
    return;
  board = g_new0 (Board, 1);
  if (!read_machine (message, object, board) || !read_num (message, object, board) ||
      !read_time (message, object, board) || !read_measures (message, object, board))
    {
      board_free (board);
      return;
    }
  board->uuid = g_uuid_string_random ();
  board->datas = self->boards->len + 1;
  g_ptr_array_add (self->boards, board);
  json = g_string_new (NULL);
  append_board (json, board);
  fake_answer (message, 201, json);
}

static int
compare_newest_first (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 ((*(Board *const *) b)->time, (*(Board *const *) a)->time);
}

static void
list (FakeBoards *self, SoupServerMessage *message)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_copy (self->boards, NULL, NULL);
  GString *json = g_string_new ("[");

  g_ptr_array_set_free_func (sorted, NULL);
  g_ptr_array_sort (sorted, compare_newest_first);
  for (guint i = 0; i < sorted->len; i++)
    {
      if (i > 0)
        g_string_append_c (json, ',');
      append_board (json, g_ptr_array_index (sorted, i));
    }
  g_string_append_c (json, ']');
  fake_answer (message, 200, json);
}

static void
refuse_method (SoupServerMessage *message)
{
  g_autofree char *text = g_strdup_printf ("{\"detail\":\"Method \\\"%s\\\" not allowed.\"}",
                                           soup_server_message_get_method (message));

  fake_answer_text (message, 405, text);
}

/* one record: a missing one is an exception, for Http404 was never imported */
static void
handle_one (FakeBoards *self, SoupServerMessage *message, const char *uuid)
{
  const char *method = soup_server_message_get_method (message);
  guint place = 0;

  while (place < self->boards->len &&
         !g_str_equal (((Board *) g_ptr_array_index (self->boards, place))->uuid, uuid))
    place++;
  if (g_str_equal (method, "PATCH") || g_str_equal (method, "POST"))
    refuse_method (message);
  else if (place == self->boards->len || g_str_equal (method, "PUT"))
    fake_answer_crash (message);
  else if (g_str_equal (method, "DELETE"))
    {
      g_ptr_array_remove_index (self->boards, place);
      soup_server_message_set_status (message, 204, NULL);
    }
  else
    {
      GString *json = g_string_new (NULL);

      append_board (json, g_ptr_array_index (self->boards, place));
      fake_answer (message, 200, json);
    }
}

void
fake_boards_handle (SoupServerMessage *message, const char *path, gpointer data)
{
  FakeBoards *self = data;
  const char *method = soup_server_message_get_method (message);
  const char *uuid = g_str_has_prefix (path, RECORDS) ? path + strlen (RECORDS) : NULL;

  g_mutex_lock (&self->mutex);
  if (g_str_equal (path, "/boards/records"))
    fake_answer_slash (message, path);
  else if (uuid == NULL || strchr (uuid, '/') != NULL)
    fake_answer_text (message, 404, "<h1>Not Found</h1>");
  else if (*uuid != '\0')
    handle_one (self, message, uuid);
  else if (g_str_equal (method, "POST"))
    post (self, message);
  else if (g_str_equal (method, "GET"))
    list (self, message);
  else
    refuse_method (message);
  g_mutex_unlock (&self->mutex);
}
