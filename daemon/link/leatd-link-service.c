/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-link-service.c - serves a link from its thread's main context */
#include "leatd-link-service-private.h"
#include "config/leatd-config-digest.h"
#include "plugin/leatd-contract.h"
#include "worker/leatd-event.h"
#include "worker/leatd-kept.h"
#include "leatd-kept-link.h"
#include "leatd-link-output.h"

typedef struct {
  GSource parent;
  LeatdLinkService *service;
} LinkSource;

static LeatdLinkService *
link_service_alloc (const LeatdLinkServiceSetup *setup)
{
  LeatdLinkService *self = g_new0 (LeatdLinkService, 1);

  leatd_link_host_init (&self->host, setup->config->name, setup->counters);
  self->host.found = setup->found;
  self->host.owner = setup->owner;
  self->setup = *setup;
  self->output = g_byte_array_new ();
  return self;
}

/* what was before its end is safe */
static void
on_go_on (gpointer service)
{
  ((LeatdLinkService *) service)->more = TRUE;
  leatd_link_service_poll (service);
}

static void
link_make_place (LeatdLinkService *self)
{
  g_autofree char *framing = leatd_source_config_digest (self->setup.config);
  const LeatdLinkPlaceSetup setup = {
    .link = self->link,
    .framing = framing,
    .recall = self->setup.recall,
    .remember = self->setup.remember,
    .is_leaving = self->setup.is_leaving,
    .go_on = on_go_on,
    .owner = self->setup.owner,
    .reader = self,
  };

  self->place = leatd_link_place_new (&setup);
}

/**
 * leatd_link_service_new:
 * @setup: copied; what it points to outlives the service
 *
 * Makes the link of the source's device=, and does not open it. Main thread.
 */
LeatdLinkService *
leatd_link_service_new (const LeatdLinkServiceSetup *setup, GError **error)
{
  LeatdLinkService *self = link_service_alloc (setup);

  self->link = leatd_config_new_link (setup->config, self, error);
  if (self->link == NULL)
    g_clear_pointer (&self, leatd_link_service_free);
  else if (LEAT_CLASS_HAS (self->link->klass, accept))
    self->clients = leatd_clients_new (self, setup);
  else if (setup->recall != NULL && LEAT_CLASS_HAS (self->link->klass, get_place))
    link_make_place (self);
  return self;
}

void
leatd_link_service_free (LeatdLinkService *self)
{
  if (self == NULL)
    return;
  leatd_link_service_close (self);
  g_clear_pointer (&self->clients, leatd_clients_free);
  g_clear_pointer (&self->place, leatd_link_place_free);
  g_clear_pointer (&self->link, leat_link_instance_free);
  leatd_link_changes_clear (&self->changes);
  g_byte_array_unref (self->output);
  g_free (self);
}

gboolean
leatd_link_service_reads (const LeatdLinkService *self)
{
  return !self->held && (self->place == NULL || !leatd_link_place_is_waiting (self->place));
}

void
leatd_link_service_poll (LeatdLinkService *self)
{
  leatd_link_poll_want (&self->poll, self->link, leatd_link_service_reads (self),
                        self->output->len > 0);
}

/* when it ends by itself there is nothing to be kept */
void
leatd_link_service_shut (LeatdLinkService *self)
{
  if (LEAT_CLASS_HAS (self->link->klass, adopt) && !leatd_link_service_is_kept (self))
    leatd_kept_drop (self->setup.config->name);
  self->open = FALSE;
  self->more = FALSE;
  if (self->clients != NULL)
    leatd_clients_close (self->clients);
  leatd_link_output_drop (self->output, self->setup.config, self->setup.counters);
  leatd_link_poll_end (&self->poll);
  if (self->place != NULL)
    leatd_link_place_close (self->place);
  self->link->klass->close (self->link);
}

/* nothing is read until resume() */
void
leatd_link_service_hold (LeatdLinkService *self)
{
  if (!self->open || self->held)
    return;
  self->held = TRUE;
  leatd_link_service_poll (self);
  if (self->clients != NULL)
    leatd_clients_hold (self->clients);
}

/* there is room again */
void
leatd_link_service_resume (LeatdLinkService *self)
{
  if (!self->open || !self->held)
    return;
  self->held = FALSE;
  leatd_link_service_poll (self);
  if (self->clients != NULL)
    leatd_clients_resume (self->clients);
}

/* as much as the link takes now; < 0: an error */
static gssize
link_write_once (LeatdLinkService *self, GError **error)
{
  gssize written;

  leatd_guard_enter (self->setup.guard);
  written = self->link->klass->write (self->link, self->output->data, self->output->len, error);
  leatd_guard_leave (self->setup.guard);
  written = leatd_contract_count (written, self->output->len, self->link->klass->schemes, "write()",
                                  error);
  if (written <= 0)
    return written;
  leatd_tape_written (leatd_stream_get_tape (self->setup.stream), self->output->data,
                      (gsize) written);
  g_byte_array_remove_range (self->output, 0, (guint) written);
  return written;
}

static void
link_write_output (LeatdLinkService *self)
{
  g_autoptr (GError) error = NULL;

  if (link_write_once (self, &error) < 0 &&
      !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
    leatd_link_service_end (self, g_steal_pointer (&error));
  else
    leatd_link_service_poll (self);
}

static gboolean
link_source_prepare (GSource *source, gint *timeout)
{
  LeatdLinkService *self = ((LinkSource *) source)->service;

  *timeout = -1;
  return self->more && !self->in_turn && leatd_link_service_reads (self);
}

static gboolean
link_source_check (GSource *source)
{
  LeatdLinkService *self = ((LinkSource *) source)->service;

  return !self->in_turn && ((self->more && leatd_link_service_reads (self)) ||
                            leatd_link_poll_ready (&self->poll) != 0);
}

static gboolean
link_source_dispatch (GSource *source, GSourceFunc callback, gpointer user_data)
{
  LeatdLinkService *self = ((LinkSource *) source)->service;
  const GIOCondition ready = leatd_link_poll_ready (&self->poll);

  self->in_turn = TRUE;
  /* a hangup is told whatever is polled for; while nothing is read, writing shows what it means */
  if ((ready & G_IO_OUT) != 0 || (ready != 0 && self->held))
    link_write_output (self);
  if (self->open && leatd_link_service_reads (self) && (self->more || (ready & ~G_IO_OUT) != 0))
    leatd_link_service_read (self);
  self->in_turn = FALSE;
  return G_SOURCE_CONTINUE;
}

/**
 * leatd_link_service_renew:
 * @config: of the same source, with the same device= and the same options of its link
 * @stream: gets the bytes from now on
 */
void
leatd_link_service_renew (LeatdLinkService *self, const LeatdSourceConfig *config,
                          LeatdStream *stream)
{
  self->setup.config = config;
  self->setup.stream = stream;
  self->host.name = config->name;
  if (self->place != NULL)
    {
      g_autofree char *framing = leatd_source_config_digest (config);

      leatd_link_place_set_framing (self->place, framing);
    }
  if (self->clients != NULL)
    leatd_clients_renew (self->clients, config);
}

/**
 * leatd_link_service_change:
 * @former: what the link has
 * @config: outlives it, until there is another one
 *
 * Some of its link's options have other values, which may change while it lives.
 */
void
leatd_link_service_change (LeatdLinkService *self, const LeatdSourceConfig *former,
                           const LeatdSourceConfig *config)
{
  leatd_link_changes_add (&self->changes, former, config);
}

void
leatd_link_service_tell_changes (LeatdLinkService *self)
{
  leatd_guard_enter (self->setup.guard);
  leatd_link_changes_tell (&self->changes, self->link);
  leatd_guard_leave (self->setup.guard);
}

/* serves it in the thread's main context from now on */
static void
link_attach (LeatdLinkService *self)
{
  static GSourceFuncs functions = {
    .prepare = link_source_prepare,
    .check = link_source_check,
    .dispatch = link_source_dispatch,
  };
  GSource *source = g_source_new (&functions, sizeof (LinkSource));

  self->open = TRUE;
  self->has_ended = FALSE;
  self->held = FALSE;
  self->more = TRUE; /* what waits there already is read at once */
  ((LinkSource *) source)->service = self;
  g_source_set_name (source, self->setup.config->name);
  /* GLib takes the descriptors of others out of the poll for each dispatch, and wakes the thread
   * twice for it: two writes, a read and a poll for each record. We have in_turn instead */
  g_source_set_can_recurse (source, TRUE);
  leatd_link_poll_begin (&self->poll, source);
  leatd_link_service_poll (self);
  g_source_attach (source, g_main_context_get_thread_default ());
  if (self->clients == NULL)
    leatd_tape_opened (leatd_stream_get_tape (self->setup.stream));
}

LeatdLinkService *
leatd_link_service_new_open (const LeatdLinkServiceSetup *setup, LeatLink *link)
{
  LeatdLinkService *self = link_service_alloc (setup);

  self->link = link;
  link->host = self;
  link_attach (self);
  return self;
}

/**
 * leatd_link_service_open:
 *
 * Opens the link, if it is not held open, and serves it in the thread's main context from now on.
 *
 * Returns: (transfer none) (nullable): the link
 */
LeatLink *
leatd_link_service_open (LeatdLinkService *self, GCancellable *cancellable, GError **error)
{
  leatd_link_service_tell_changes (self);
  if (self->open)
    {
      leatd_link_service_resume (self);
      return self->link;
    }
  if (self->place != NULL
          ? !leatd_link_place_open (self->place, self->setup.config->settings.device,
                                    self->setup.stream, cancellable, error)
          : !leatd_link_open (self->link, self->setup.config, self->setup.stream, cancellable,
                              error))
    return NULL;
  link_attach (self);
  return self->link;
}

/* what waits to be written is offered to the link once more: the last acknowledgement to a peer */
void
leatd_link_service_close (LeatdLinkService *self)
{
  if (!self->open)
    return;
  if (self->output->len > 0)
    link_write_once (self, NULL);
  leatd_link_service_shut (self);
}

gboolean
leatd_link_service_is_kept (LeatdLinkService *self)
{
  return self->open && !self->has_ended && LEAT_CLASS_HAS (self->link->klass, adopt) &&
         leatd_kept_is_left ();
}

/* would it go on for another stream? What can be read again is opened again, at its place */
gboolean
leatd_link_service_is_shared (LeatdLinkService *self)
{
  return self->open && !leatd_stream_is_placed (self->setup.stream);
}

gboolean
leatd_link_service_is_open (LeatdLinkService *self)
{
  return self->open;
}

guint64 *
leatd_link_service_get_sequence (LeatdLinkService *self, const LeatOrigin *origin)
{
  return self->clients != NULL ? leatd_clients_get_sequence (self->clients, origin) : NULL;
}

gsize
leatd_link_service_count_output (LeatdLinkService *self)
{
  return self->output->len;
}

/**
 * leatd_link_service_write:
 *
 * What the device does not take at once waits, up to 64 KiB.
 *
 * Returns: %FALSE with %LEAT_ERROR_BUSY if too much waits, %LEAT_ERROR_DISCONNECTED if the link is
 * not open, %LEAT_ERROR_FAILED if it only reads
 */
gboolean
leatd_link_service_write (LeatdLinkService *self, GBytes *bytes, GError **error)
{
  if (!self->open)
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_DISCONNECTED, "%s: not connected",
                   self->setup.config->settings.device);
      return FALSE;
    }
  if (!LEAT_CLASS_HAS (self->link->klass, write))
    {
      g_set_error (error, LEAT_ERROR, LEAT_ERROR_FAILED, "%s: is only read, never written to",
                   self->setup.config->settings.device);
      return FALSE;
    }
  if (!leatd_link_output_add (self->output, self->setup.config->settings.device, bytes, error))
    return FALSE;
  leatd_link_service_poll (self);
  return TRUE;
}
