/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* flapping.h - the boards or the films service on a server that fails again and again, and what
 * it took of the results of two cameras: each is known by its index, the second of its time */
#pragma once
#include "fake-boards.h"
#include "fake-films.h"
#include "fake-port.h"
#include "fake-server.h"
#include <json-glib/json-glib.h>
#include <string.h>

#define FLAPPING_CAMERAS 2
#define FLAPPING_SILENT_MAX 1 /* answers that never come: each costs the sink its timeout= */

/* a request that did what it was asked */
typedef struct {
  guint index;
  guint camera;
  guint seq;         /* of films */
  gboolean answered; /* FALSE: its answer was cut */
} FlappingTaken;

/**
 * Flapping:
 * @name: of the sink that sends here
 * @films: (nullable): the films service; %NULL: it is the boards service
 * @boards: (nullable): likewise
 * @server: where it serves; %NULL: it is away
 * @port: of @server, its own while it is away, too
 * @holder: of @port
 * @random: of what fails next
 * @is_fine: atomic; nothing fails any more
 * @mutex: of what follows
 * @taken: of #FlappingTaken
 * @seqs: of #FlappingTaken: the first steps; the id of a sequence is one more than its place here
 * @n_gone: sequences that were taken back
 * @n_silent: answers that never came
 */
typedef struct {
  const char *name;
  FakeFilms *films;
  FakeBoards *boards;
  FakeServer *server;
  guint port;
  GSocket *holder;
  GRand *random;
  gint is_fine;
  GMutex mutex;
  GPtrArray *taken;
  GPtrArray *seqs;
  guint n_gone;
  guint n_silent;
} Flapping;

static inline void
flapping_on_answered (SoupServerMessage *message, gpointer user_data)
{
  FlappingTaken *taken = user_data;

  taken->answered = TRUE;
}

/* 2018-10-13T14:03:22+08:00: 202 */
static inline guint
flapping_read_index (JsonObject *object)
{
  const char *time = json_object_get_string_member (object, "rs232_time");
  guint minute, second;

  g_assert_cmpint (sscanf (time, "2018-10-13T14:%2u:%2u+08:00", &minute, &second), ==, 2);
  return minute * 60 + second;
}

/* (transfer full) */
static inline FlappingTaken *
flapping_read_taken (Flapping *self, SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (JsonNode) node = NULL;
  FlappingTaken *taken = g_new0 (FlappingTaken, 1);
  JsonObject *object;

  if (strstr (g_uri_get_path (soup_server_message_get_uri (message)), "/filmseq/") != NULL)
    return taken;
  soup_message_body_flatten (body);
  node = json_from_string (body->data, NULL);
  object = json_node_get_object (node);
  taken->index = flapping_read_index (object);
  taken->camera = (guint) (self->films != NULL
                               ? json_object_get_int_member (object, "cam")
                               : json_object_get_int_member (object, "machine") - 1);
  taken->seq = self->films != NULL ? (guint) json_object_get_int_member (object, "seq") : 0;
  return taken;
}

static inline void
flapping_take (Flapping *self, SoupServerMessage *message, const char *path)
{
  FlappingTaken *taken = flapping_read_taken (self, message);

  g_ptr_array_add (strstr (path, "/filmseq/") != NULL ? self->seqs : self->taken, taken);
  g_signal_connect (message, "wrote-body", G_CALLBACK (flapping_on_answered), taken);
}

/* what becomes of the requests that come next, and of the answer to this one */
static inline void
flapping_fail (Flapping *self, SoupServerMessage *message, gboolean has_taken)
{
  const guint count = (guint) g_rand_int_range (self->random, 1, 4);

  switch (g_rand_int_range (self->random, 0, 24))
    {
    case 0:
      fake_server_trouble (self->server, FAKE_STATUS, 500, count);
      break;
    case 1:
      fake_server_trouble (self->server, FAKE_STATUS, 503, count);
      break;
    case 2:
      fake_server_trouble (self->server, FAKE_CLOSE_BEFORE, 0, count);
      break;
    case 3:
      fake_server_trouble (self->server, FAKE_CLOSE_AFTER, 0, count);
      break;
    case 4:
      fake_server_trouble (self->server, FAKE_IGNORE, 0, count);
      break;
    case 5:
      if (has_taken && self->n_silent < FLAPPING_SILENT_MAX)
        {
          self->n_silent++;
          soup_server_message_pause (message);
        }
      break;
    default:
      break;
    }
}

/* the server's thread */
static inline void
flapping_handle (SoupServerMessage *message, const char *path, gpointer user_data)
{
  Flapping *self = user_data;
  const char *method = soup_server_message_get_method (message);
  gboolean has_taken;

  if (self->films != NULL)
    fake_films_handle (message, path, self->films);
  else
    fake_boards_handle (message, path, self->boards);
  g_mutex_lock (&self->mutex);
  has_taken = soup_server_message_get_status (message) == 201;
  if (has_taken)
    flapping_take (self, message, path);
  self->n_gone += g_str_equal (method, "DELETE") && soup_server_message_get_status (message) == 204;
  g_mutex_unlock (&self->mutex);
  if (!g_atomic_int_get (&self->is_fine))
    flapping_fail (self, message, has_taken);
  g_main_context_wakeup (NULL);
}

/* it answers */
static inline void
flapping_come (Flapping *self)
{
  self->server = fake_server_new (flapping_handle, self);
  fake_server_forget (self->server);
  fake_server_listen (self->server, self->port, NULL);
}

/* it refuses connections; what it has not answered is cut */
static inline void
flapping_go (Flapping *self)
{
  fake_server_free (self->server); /* its thread has it until then */
  self->server = NULL;
}

static inline void
flapping_init (Flapping *self, const char *name)
{
  *self = (Flapping) { .name = name };
  self->random = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  if (g_str_has_prefix (name, "boards"))
    self->boards = fake_boards_new ();
  else
    self->films = fake_films_new ();
  g_mutex_init (&self->mutex);
  self->taken = g_ptr_array_new_with_free_func (g_free);
  self->seqs = g_ptr_array_new_with_free_func (g_free);
  self->holder = fake_port_hold (&self->port);
  flapping_come (self);
}

static inline void
flapping_clear (Flapping *self)
{
  flapping_go (self);
  g_clear_pointer (&self->films, fake_films_free);
  g_clear_pointer (&self->boards, fake_boards_free);
  g_ptr_array_unref (self->taken);
  g_ptr_array_unref (self->seqs);
  g_object_unref (self->holder);
  g_rand_free (self->random);
  g_mutex_clear (&self->mutex);
}

/* from both cameras */
static inline gboolean
flapping_has (Flapping *self, guint index)
{
  guint n_cameras = 0;

  g_mutex_lock (&self->mutex);
  for (guint camera = 0; camera < FLAPPING_CAMERAS; camera++)
    for (guint i = self->taken->len; i-- > 0;)
      {
        const FlappingTaken *taken = g_ptr_array_index (self->taken, i);

        if (taken->index != index || taken->camera != camera)
          continue;
        n_cameras++;
        break;
      }
  g_mutex_unlock (&self->mutex);
  return n_cameras == FLAPPING_CAMERAS;
}
