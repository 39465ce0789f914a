/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* replay-link.c - a recording in place of a device
 *
 * Each stream of it is a client: one that had clients and one that had none are played the same
 * way. They take turns as the recording has them: who is not next has nothing to read. */
#include "replay-link.h"
#include "replay-player.h"
#include <string.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

/* reads before a stream is left for what else there is: what they bring is judged together */
#define READS_MAX 16

typedef struct {
  LeatLink link;
  ReplayDevice device;
  ReplayPlayer *player;
  gint64 begun;        /* CLOCK_MONOTONIC, ns; 0: nothing was due yet */
  gint64 shift;        /* of CLOCK_BOOTTIME: as if it came now; what lies between stays */
  int waiting;         /* an eventfd: accept() has something to say */
  GHashTable *clients; /* stream + 1 → ReplayClient */
} ReplayLink;

typedef struct {
  LeatLink link;
  ReplayLink *all;
  guint stream;
  int timer; /* a timerfd: it is next, and due */
  guint reads;
} ReplayClient;

static const LeatOption replay_link_options[] = { LEAT_OPTION_END };

static ReplayClient *
find_client (ReplayLink *self, guint stream)
{
  return g_hash_table_lookup (self->clients, GUINT_TO_POINTER (stream + 1));
}

static gint64
get_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (gint64) now.tv_sec * LEAT_NSEC_PER_SEC + now.tv_nsec;
}

/* when what is next is due, CLOCK_MONOTONIC */
static gint64
link_get_due (ReplayLink *self)
{
  const gint64 due = replay_player_get_due (self->player);

  if (self->begun == 0)
    self->begun = get_now () - due;
  return self->begun + due;
}

static void
client_arm (ReplayClient *self, gint64 due)
{
  const struct itimerspec at = { .it_value = { .tv_sec = due / LEAT_NSEC_PER_SEC,
                                               .tv_nsec = due % LEAT_NSEC_PER_SEC } };

  timerfd_settime (self->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

/* in place of a time: no descriptor is ready at 0 */
#define AT_ONCE 1
#define NEVER 0

/* wakes whoever is next */
static void
link_wake (ReplayLink *self)
{
  const LeatRecordingEvent *event = replay_player_peek (self->player);
  ReplayClient *client = event != NULL ? find_client (self, event->stream) : NULL;
  GHashTableIter iter;
  gpointer each;

  if (client != NULL)
    client_arm (client, self->device.speed > 0 ? link_get_due (self) : AT_ONCE);
  else
    eventfd_write (self->waiting, 1);
  if (event != NULL)
    return;
  g_hash_table_iter_init (&iter, self->clients); /* each has come to its end */
  while (g_hash_table_iter_next (&iter, NULL, &each))
    client_arm (each, AT_ONCE);
}

static void
on_note (gpointer user_data, const char *text)
{
  leat_link_note (user_data, "replay", "%s", text);
}

/* --- a stream --- */

static void
client_close (LeatLink *link)
{
  ReplayClient *self = (ReplayClient *) link;

  g_hash_table_remove (self->all->clients, GUINT_TO_POINTER (self->stream + 1));
  close (self->timer);
  if (self->all->player != NULL)
    link_wake (self->all);
}

static int
client_get_fd (LeatLink *link)
{
  return ((ReplayClient *) link)->timer;
}

static gssize
fail_would_block (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK, "nothing is due");
  return -1;
}

static void
client_count_errors (ReplayClient *self, const LeatRecordingEvent *event)
{
  for (guint i = 0; i < LEAT_RECORDING_ERRORS; i++)
    if (event->errors[i] > 0)
      leat_link_count (&self->link, leat_recording_get_error_name (i), event->errors[i]);
}

/* an end of an event belongs to its last bytes */
static gssize
client_take (ReplayClient *self, const LeatRecordingEvent *event, guint8 *data, gsize size,
             LeatArrival *arrival, GError **error)
{
  const gsize length = MIN (event->length, size);

  *arrival = event->arrival;
  arrival->moment.monotonic += self->all->shift;
  if (event->kind == LEAT_RECORDING_LOST)
    {
      arrival->end = LEAT_END_CUT;
      on_note (&self->link, "what came here was not recorded");
    }
  else if (length < event->length)
    arrival->end = LEAT_END_NO;
  if (length == event->length)
    client_count_errors (self, event);
  if (length > 0)
    memcpy (data, event->data, length);
  replay_player_take (self->all->player, length);
  return length > 0 ? (gssize) length : fail_would_block (error); /* an end alone */
}

/* nothing in it: only its errors are told, or nothing */
static gboolean
is_empty (const LeatRecordingEvent *event)
{
  return event->kind == LEAT_RECORDING_READ && event->length == 0 &&
         event->arrival.end == LEAT_END_NO;
}

static gssize
client_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  ReplayClient *self = (ReplayClient *) link;
  const LeatRecordingEvent *event;

  while ((event = replay_player_peek (self->all->player)) != NULL &&
         event->stream == self->stream && is_empty (event))
    {
      client_count_errors (self, event);
      replay_player_take (self->all->player, 0);
    }
  if (event == NULL)
    return 0;
  if (event->stream != self->stream)
    {
      client_arm (self, NEVER);
      link_wake (self->all);
      return fail_would_block (error);
    }
  if (self->all->device.speed > 0 && link_get_due (self->all) > get_now ())
    {
      self->reads = 0;
      link_wake (self->all);
      return fail_would_block (error);
    }
  if (self->reads++ == READS_MAX)
    {
      self->reads = 0;
      return fail_would_block (error);
    }
  if (event->kind == LEAT_RECORDING_GONE)
    {
      replay_player_take (self->all->player, 0);
      return 0;
    }
  return client_take (self, event, data, size, arrival, error);
}

static gssize
swallow (LeatLink *link, const guint8 *data, gsize length, GError **error)
{
  return (gssize) length;
}

static const LeatLinkClass replay_client_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (ReplayClient),
  .schemes = "replay",
  .summary = "A stream of a recording.",
  .flags = LEAT_LINK_CAN_WAIT | LEAT_LINK_REPLAY,
  .close = client_close,
  .get_fd = client_get_fd,
  .read = client_read,
  .write = swallow,
};

/* --- all of them --- */

static gboolean
replay_link_judge_device (LeatLink *link, const char *device, GError **error)
{
  g_auto (ReplayDevice) parsed = { 0 };

  return replay_device_parse (&parsed, device, error);
}

static gboolean
replay_link_open (LeatLink *link, const char *device, GCancellable *cancellable, GError **error)
{
  ReplayLink *self = (ReplayLink *) link;
  const LeatRecordingEvent *first;

  if (!replay_device_parse (&self->device, device, error))
    return FALSE;
  self->player = replay_player_new (&self->device, on_note, self, error);
  if (self->player == NULL)
    {
      replay_device_clear (&self->device);
      return FALSE;
    }
  first = replay_player_peek (self->player);
  self->begun = 0;
  self->shift = first != NULL ? leat_clock_now ().monotonic - first->arrival.moment.monotonic : 0;
  self->waiting = eventfd (1, EFD_CLOEXEC | EFD_NONBLOCK);
  self->clients = g_hash_table_new (NULL, NULL);
  return TRUE;
}

/* its streams are closed */
static void
replay_link_close (LeatLink *link)
{
  ReplayLink *self = (ReplayLink *) link;

  g_clear_pointer (&self->player, replay_player_free);
  g_clear_pointer (&self->clients, g_hash_table_unref);
  replay_device_clear (&self->device);
  close (self->waiting);
}

static int
replay_link_get_fd (LeatLink *link)
{
  return ((ReplayLink *) link)->waiting;
}

/* never called: it is not read */
static gssize
replay_link_read (LeatLink *link, guint8 *data, gsize size, LeatArrival *arrival, GError **error)
{
  return fail_would_block (error);
}

/* the end of a stream that nobody has begun */
static const LeatRecordingEvent *
link_peek (ReplayLink *self)
{
  const LeatRecordingEvent *event = replay_player_peek (self->player);

  while (event != NULL && event->kind == LEAT_RECORDING_GONE &&
         find_client (self, event->stream) == NULL)
    {
      replay_player_take (self->player, 0);
      event = replay_player_peek (self->player);
    }
  return event;
}

static LeatLink *
replay_link_accept (LeatLink *link, char **peer, GError **error)
{
  ReplayLink *self = (ReplayLink *) link;
  const LeatRecordingEvent *event = link_peek (self);
  eventfd_t ignored;
  ReplayClient *client;

  eventfd_read (self->waiting, &ignored);
  if (event == NULL && g_hash_table_size (self->clients) == 0)
    return NULL; /* the end */
  if (event == NULL || find_client (self, event->stream) != NULL)
    {
      link_wake (self);
      if (event == NULL)
        eventfd_read (self->waiting, &ignored);
      fail_would_block (error);
      return NULL;
    }
  client = (ReplayClient *) leat_link_new_client (link, &replay_client_class);
  client->all = self;
  client->stream = event->stream;
  client->timer = timerfd_create (CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
  *peer = g_strdup (replay_player_get_peer (self->player));
  g_hash_table_insert (self->clients, GUINT_TO_POINTER (client->stream + 1), client);
  link_wake (self);
  return &client->link;
}

static gboolean
replay_link_control (LeatLink *link, const char *request, GVariant *argument, GVariant **answer,
                     GError **error)
{
  return leat_error_fail (error, LEAT_ERROR_FAILED, "%s: a recording has no lines", request);
}

const LeatLinkClass replay_link_class = {
  .struct_size = sizeof (LeatLinkClass),
  .instance_size = sizeof (ReplayLink),
  .schemes = "replay",
  .summary = "A recording (record=) in place of the device of any source: "
             "replay:PATH?speed=1|N|max&silence=DURATION&loop=N; its records are marked as a test.",
  .options = replay_link_options,
  .flags = LEAT_LINK_CAN_WAIT | LEAT_LINK_REPLAY,
  .open = replay_link_open,
  .close = replay_link_close,
  .get_fd = replay_link_get_fd,
  .read = replay_link_read,
  .write = swallow,
  .accept = replay_link_accept,
  .control = replay_link_control,
  .judge_device = replay_link_judge_device,
};
