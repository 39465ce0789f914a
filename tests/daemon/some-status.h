/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* some-status.h - what a leatd tells on its bus, for tests of those who show it */
#pragma once
#include "status/status-model.h"
G_BEGIN_DECLS

#define SOME_HOUR (3600 * (gint64) G_USEC_PER_SEC)
#define SOME_NOW (G_GINT64_CONSTANT (1539410602) * G_USEC_PER_SEC)

/* it began three hours before */
static const char some_manager[] =
    "{'Version': <'0.1.0'>, 'State': <'running'>, 'StartTime': <uint64 1539399802000000>,"
    " 'ConfigFiles': <['/etc/leat/leat.conf']>}";

static const char some_objects[] =
    "{objectpath '/org/leat/Leat1/sink/mes': {"
    "   'org.leat.Leat1.Component': {'Name': <'mes'>, 'Kind': <'sink'>, 'Plugin': <'rest'>,"
    "     'State': <'held'>, 'StateReason': <'http://mes/: 401 Unauthorized'>,"
    "     'Since': <uint64 1539410422000000>, 'LastError': <'http://mes/: 401 Unauthorized'>,"
    "     'Counters': <{'records': int64 20, 'safe': 12399, 'rejects': 3, 'drops': 1500,"
    "                   'queue_records': 8}>},"
    "   'org.leat.Leat1.Sink': {'Online': <false>, 'Backlog': <uint64 1234567>,"
    "     'OldestUndelivered': <uint64 1539403402000000>}},"
    " '/org/leat/Leat1/source/camera10': {"
    "   'org.leat.Leat1.Component': {'Name': <'camera10'>, 'Kind': <'source'>,"
    "     'Plugin': <'serial'>, 'State': <'running'>, 'StateReason': <''>,"
    "     'Since': <uint64 1539410590000000>, 'LastError': <'/dev/ttyS0: no such device'>,"
    "     'Counters': <{'records': int64 1299999, 'bytes': 54000000, 'rejects': 0, 'gaps': 2,"
    "                   'missing': 17, 'parity': 1, 'clock_offset': -5}>},"
    "   'org.leat.Leat1.Source': @a{sv} {}},"
    " '/org/leat/Leat1/source/camera2': {"
    "   'org.leat.Leat1.Component': {'Name': <'camera2'>, 'Kind': <'source'>,"
    "     'Plugin': <'serial'>, 'State': <'paused'>, 'StateReason': <''>,"
    "     'Since': <uint64 1539410602000000>, 'LastError': <''>,"
    "     'Counters': <{'records': int64 5}>},"
    "   'org.leat.Leat1.Source': @a{sv} {}}}";

/* @objects: as GVariant's text has them */
static inline LeatStatus *
some_status_of (const char *manager, const char *objects)
{
  g_autoptr (GVariant) properties = g_variant_parse (G_VARIANT_TYPE_VARDICT, manager, NULL, NULL,
                                                     NULL);
  g_autoptr (GVariant) all = g_variant_parse (G_VARIANT_TYPE ("a{oa{sa{sv}}}"), objects, NULL, NULL,
                                              NULL);

  g_assert_nonnull (properties);
  g_assert_nonnull (all);
  return leat_status_new (properties, all);
}

static inline LeatStatus *
some_status_new (void)
{
  return some_status_of (some_manager, some_objects);
}

G_END_DECLS
