/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* links.h - a link on a FIFO or a pseudo-terminal, served in a test */
#pragma once
#include "heard.h"
#include "leat-host.h"
#include "link/leatd-link-service.h"
#include "scratch.h"
#include <fcntl.h>
#include <pty.h>
#include <sys/stat.h>
#include <unistd.h>
G_BEGIN_DECLS

/* a link and all that it is served with; the test stands in the place of the source's worker */
typedef struct {
  char *folder;
  LeatdRegistry *registry;
  LeatdConfig *config;
  LeatdRejects *rejects;
  LeatSource *source;
  LeatdStream *stream;
  LeatdRing *ring;
  LeatdGuard guard;
  guint64 counters[LEATD_SOURCE_N_COUNTERS];
  LeatdLinkService *service;
  LeatLink *link;
  int other; /* the end of the device */

  LeatPush push; /* what the queues say */
  guint n_batches;
  guint n_records;
  guint n_received;
  gboolean ended;
  GError *error;
} Fixture;

static inline LeatPush
deliver (gpointer owner, LeatBatch *batch, LeatSettledFunc settled, gpointer user_data,
         GDestroyNotify notify)
{
  Fixture *fixture = owner;

  fixture->n_batches += leat_batch_get_n_records (batch) > 0;
  fixture->n_records += leat_batch_get_n_records (batch);
  leat_batch_unref (batch);
  return fixture->push;
}

static inline void
on_before (gpointer owner)
{
}

static inline void
on_received (gpointer owner)
{
  ((Fixture *) owner)->n_received++;
}

static inline void
on_ended (gpointer owner, GError *error)
{
  ((Fixture *) owner)->ended = TRUE;
  ((Fixture *) owner)->error = error;
}

static inline void
make_service (Fixture *fixture, const LeatdSourceConfig *config)
{
  g_autoptr (GError) error = NULL;
  LeatdStreamSetup stream = {
    .config = config,
    .guard = &fixture->guard,
    .counters = fixture->counters,
    .rejects = fixture->rejects,
    .deliver = deliver,
    .owner = fixture,
  };
  LeatdLinkServiceSetup setup = {
    .config = config,
    .ring = fixture->ring,
    .guard = &fixture->guard,
    .counters = fixture->counters,
    .before = on_before,
    .received = on_received,
    .ended = on_ended,
    .owner = fixture,
  };

  fixture->source = stream.source = leatd_config_new_source (config, NULL, &error);
  g_assert_no_error (error);
  fixture->stream = setup.stream = leatd_stream_new (&stream, &error);
  g_assert_no_error (error);
  fixture->service = leatd_link_service_new (&setup, &error);
  g_assert_no_error (error);
}

/* a link on @device, with @keys of its own in its source's group */
static inline Fixture *
fixture_new (const char *device, const char *keys)
{
  const char *const folders[] = { g_getenv ("LEAT_FIXTURES"), g_getenv ("LEAT_PLUGINS") };
  g_autofree char *paths = g_strjoin (":", folders[0], folders[1], NULL);
  g_auto (GStrv) path = g_strsplit (paths, ":", -1);
  g_autoptr (LeatFaults) faults = leat_faults_new ();
  g_autoptr (GError) error = NULL;
  Fixture *fixture = g_new0 (Fixture, 1);
  g_autofree char *text = NULL, *rejects = NULL, *said = NULL;

  heard_forget ();
  fixture->folder = scratch_new ();
  text = g_strdup_printf ("[daemon]\nstate-dir=%s/state\n"
                          "[source line]\nplugin=fixture-reader\ndevice=fixture://%s\nframer=cr\n%s"
                          "[framer cr]\ntype=delimiter\ndelimiter=\\r\n"
                          "[sink none]\nplugin=fixture-sink\npath=%s/none\n",
                          fixture->folder, device, keys, fixture->folder);
  rejects = g_build_filename (fixture->folder, "rejects", NULL);
  fixture->registry = leatd_registry_new ((const char *const *) path, NULL, faults);
  fixture->config = leatd_config_load_text ("test.conf", text, fixture->registry, faults);
  said = leat_faults_to_string (faults);
  g_assert_cmpstr (said, ==, "");
  fixture->rejects = leatd_rejects_new (rejects, 1 << 20, &error);
  g_assert_no_error (error);
  fixture->ring = leatd_ring_new (4096);
  fixture->guard = (LeatdGuard) { .module = "fixture-file.so", .instance = "line" };
  fixture->other = -1;
  make_service (fixture, leatd_config_get_sources (fixture->config)->pdata[0]);
  return fixture;
}

static inline void
fixture_free (Fixture *fixture)
{
  leatd_link_service_free (fixture->service);
  leatd_stream_free (fixture->stream);
  leat_source_instance_free (fixture->source);
  leatd_rejects_free (fixture->rejects);
  leatd_ring_free (fixture->ring);
  leatd_config_unref (fixture->config);
  leatd_registry_unref (fixture->registry);
  g_clear_error (&fixture->error);
  if (fixture->other >= 0)
    close (fixture->other);
  scratch_free (fixture->folder);
  g_free (fixture);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fixture, fixture_free)

static inline void
fixture_open (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->link = leatd_link_service_open (fixture->service, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (leatd_link_service_is_open (fixture->service));
}

static inline void
say (Fixture *fixture, const char *text, gsize length)
{
  g_assert_cmpint (write (fixture->other, text, length), ==, (gssize) length);
}

static inline void
await_records (Fixture *fixture, guint n_records)
{
  while (fixture->n_records < n_records)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (fixture->n_records, ==, n_records);
}

static inline void
run_what_is_ready (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* over a FIFO whose other end is open */
static inline Fixture *
fixture_new_fifo (const char *keys)
{
  g_auto (Scratch) folder = scratch_new ();
  g_autofree char *path = g_build_filename (folder, "line", NULL);
  Fixture *fixture = fixture_new (path, keys);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  fixture->other = open (path, O_RDWR | O_CLOEXEC);
  g_assert_cmpint (fcntl (fixture->other, F_SETPIPE_SZ, 1 << 20), >=, 200000);
  fixture_open (fixture);
  return fixture;
}

static inline Fixture *
fixture_new_pty (const char *keys)
{
  struct termios raw = { 0 };
  char name[64];
  int master, slave;
  Fixture *fixture;

  cfmakeraw (&raw);
  g_assert_cmpint (openpty (&master, &slave, name, &raw, NULL), ==, 0);
  fixture = fixture_new (name, keys);
  fixture->other = master;
  fixture_open (fixture);
  close (slave);
  return fixture;
}

G_END_DECLS
