/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config.h - the key file, judged whole: what the pipeline is to be made of */
#pragma once
#include "config/leatd-talk-plan.h"
#include "plugin/leatd-registry.h"
G_BEGIN_DECLS

/* [daemon]; each member is described in the option table of leatd-settings.c */
typedef struct {
  char   *gateway;
  char   *state_dir;
  char  **plugin_path;
  char  **schema_path;
  gint64  stop_timeout;    /* µs */
  gint64  stuck_after;     /* µs */
  gint64  rejects_size;    /* bytes */
  gint64  disk_low;        /* bytes; 0: not watched */
  int     log_level;       /* error, warning, info, debug */
  char  **log_levels;      /* camera0:debug */
} LeatdDaemonSettings;

typedef enum {
  LEATD_ALLOW_NO,
  LEATD_ALLOW_NAMED,             /* those of command= */
  LEATD_ALLOW_YES,
} LeatdAllow;

/* frame-timeout-next= */
typedef enum {
  LEATD_TIMEOUT_NEXT_REST,
  LEATD_TIMEOUT_NEXT_FRAME,
} LeatdTimeoutNext;

/* what the host takes from [source NAME] */
typedef struct {
  char    *plugin;
  char    *device;
  char    *framer;
  char    *schema;
  char   **from;             /* junctions: globs over sources */
  gint64   max_frame;        /* bytes */
  gint64   frame_timeout;    /* µs; 0: none */
  int      timeout_next;     /* LeatdTimeoutNext */
  gboolean keep_frame;
  gint64   expect_every;     /* µs; 0: not watched */
  gint64   clock_mark;       /* µs; 0: not watched */
  gint64   idle_reopen;      /* µs; 0: never */
  int      allow_commands;   /* LeatdAllow */
  char    *record;           /* NULL: nothing is recorded */
  gint64   record_size;      /* bytes of a file */
  gint64   record_files;
  gint64   retry_first;      /* µs: first and longest back-off */
  gint64   retry_longest;
  LeatdTalkSettings talk;
} LeatdSourceSettings;

typedef enum {
  LEATD_WHEN_FULL_AUTO,          /* block for sources that can wait, drop-oldest for the rest */
  LEATD_WHEN_FULL_DROP_OLDEST,
  LEATD_WHEN_FULL_BLOCK,
} LeatdWhenFull;

typedef enum {
  LEATD_SETTLES_AUTO,            /* as its class says */
  LEATD_SETTLES_YES,
  LEATD_SETTLES_NO,
} LeatdSettles;

typedef enum {
  LEATD_ORDER_SOURCE,            /* one request at a time */
  LEATD_ORDER_NONE,              /* several */
} LeatdOrder;

/* what the host takes from [sink NAME] */
typedef struct {
  char   *plugin;
  char  **from;              /* globs over sources; preset * */
  char   *via;               /* auto, none, or a store's name */
  gint64  batch_records;     /* of one request, or of one read from a store */
  gint64  batch_size;        /* bytes of one read */
  gint64  linger;            /* µs */
  int     order;             /* LeatdOrder */
  gint64  requests;          /* at work at once */
  gint64  hold_after;        /* rejects in a row; 0: never */
  gint64  suspect_after;     /* faults of the peer in a row; 0: never */
  gint64  backlog_mark;      /* records; 0: not watched */
  int     when_full;         /* LeatdWhenFull */
  gint64  queue_size;        /* bytes */
  gint64  queue_records;
  gint64  flush_records;
  gint64  flush_interval;    /* µs */
  int     settles;           /* LeatdSettles */
  gint64  retry_first;
  gint64  retry_longest;
} LeatdSinkSettings;

typedef struct _LeatdConfig LeatdConfig;

typedef struct {
  LeatdConfig           *config;   /* the whole it is part of */
  char                  *name;     /* "camera0" */
  const LeatGroup       *group;
  const LeatdModule     *module;
  const LeatSourceClass *klass;
  const LeatLinkClass   *link;     /* NULL: device= is not used */
  const LeatdModule     *link_module;
  LeatdSourceSettings    settings; /* presets of the class are already in: framer=, schema= */
  char                 **tags;     /* key, value, …, NULL */
  LeatSchema            *named;    /* what schema= names; NULL: none */
  LeatSchema            *schema;   /* the same, or what its class makes of it; NULL: none */
  GPtrArray             *others;   /* of LeatSchema: of some of its records; NULL: of none */
  LeatdTalkPlan         *talk;     /* NULL: nothing is said to the device by itself */
} LeatdSourceConfig;

/* is its link a recording that is played back? */
static inline gboolean
leatd_source_config_is_replay (const LeatdSourceConfig *self)
{
  return self->link != NULL && (self->link->flags & LEAT_LINK_REPLAY) != 0;
}

typedef struct _LeatdSinkConfig LeatdSinkConfig;
struct _LeatdSinkConfig {
  LeatdConfig           *config;
  char                  *name;
  const LeatGroup       *group;
  const LeatdModule     *module;
  const LeatSinkClass   *klass;
  LeatdSinkSettings      settings;
  const LeatdSinkConfig *via;      /* the store it reads from; NULL: none, its queue */
};

/* can it be read back? */
gboolean leatd_sink_config_is_store (const LeatdSinkConfig *self);

/* Reads @path and, beside it, conf.d/ *.conf. NULL if there was any fault; @faults then has all of
 * them. Schemas are loaded, every class and its options are judged (a trial instance is made and
 * init()ed), no device is touched. */
LeatdConfig               *leatd_config_load         (const char *path, LeatdRegistry *registry,
                                                      LeatFaults *faults);
/* the same of a file that may lack sources or sinks yet, as leat decode reads it */
LeatdConfig               *leatd_config_load_draft   (const char *path, LeatdRegistry *registry,
                                                      LeatFaults *faults);
LeatdConfig               *leatd_config_load_text    (const char *name, const char *text,
                                                      LeatdRegistry *registry, LeatFaults *faults);
LeatdConfig               *leatd_config_ref          (LeatdConfig *self);
void                       leatd_config_unref        (LeatdConfig *self);

/* "camera0: left out, …": what wants a module that used to be there and is left out itself; the
 * rest runs without it. Not among sources and sinks; ends with NULL. */
const char *const         *leatd_config_get_left_out (LeatdConfig *self);
LeatdRegistry             *leatd_config_get_registry (LeatdConfig *self);
const LeatdDaemonSettings *leatd_config_get_daemon   (LeatdConfig *self);
/* of LeatdSourceConfig, as in the file */
const GPtrArray           *leatd_config_get_sources  (LeatdConfig *self);
const GPtrArray           *leatd_config_get_sinks    (LeatdConfig *self);   /* of LeatdSinkConfig */

/* leat check and leatd --check: tells the user whether it is right, and every fault */
gboolean                   leatd_config_check        (const char *path,
                                                      const char *const *plugin_path);
/* leat check of a preset of a framer */
gboolean                   leatd_config_check_preset (const char *path,
                                                      const char *const *plugin_path);
/* what there is for a key file without a daemon; @path may be NULL; (transfer full) */
LeatdRegistry             *leatd_config_load_modules (const char *path,
                                                      const char *const *plugin_path,
                                                      LeatFaults *faults);

/* [daemon] alone, before any module is loaded: plugin-path= and state-dir= are needed for that */
gboolean                   leatd_config_peek_daemon  (const char *path,
                                                      LeatdDaemonSettings *settings,
                                                      LeatFaults *faults);
void                       leatd_daemon_settings_clear (LeatdDaemonSettings *settings);

/* the files that are read for @path: itself, and those of conf.d/ */
GStrv                      leatd_config_list_files   (const char *path);
/* the files of the schemas and presets that were loaded, without those installed with Leat */
GStrv                      leatd_config_list_schemas (LeatdConfig *self);
/* (transfer full): the paths of all schemas that schema= may name, those that go before first */
GPtrArray                 *leatd_config_find_schemas (LeatdConfig *self);

/* Instances as the key file wants them: options set, `host` set to @host, init() called. */
LeatSource                *leatd_config_new_source   (const LeatdSourceConfig *source,
                                                      gpointer host, GError **error);
/* its class makes what it makes of schema= */
gboolean                   leatd_config_shape        (const LeatdSourceConfig *source,
                                                      LeatSource *self, GError **error);
/* what its records look like, by an instance that never runs */
gboolean                   leatd_config_shape_trial  (LeatdSourceConfig *source, LeatSource *trial,
                                                      GError **error);
/* a junction: what it makes of the records of the sources in its from=, as its join() says; all
 * that it may be given was judged. @schema: (out) (optional) (transfer full) (nullable) */
gboolean                   leatd_config_join         (const LeatdSourceConfig *source,
                                                      LeatSource *self, LeatSchema **schema,
                                                      GError **error);
LeatLink                  *leatd_config_new_link     (const LeatdSourceConfig *source,
                                                      gpointer host, GError **error);
/* a [framer NAME] group, a class with its presets, or a preset; nested framers are made the same
 * way */
LeatFramer                *leatd_config_new_framer   (LeatdConfig *self, const char *name,
                                                      GError **error);
/* who brings the class of what framer= names; NULL: there is none such */
const LeatdModule         *leatd_config_find_framer_module (LeatdConfig *self, const char *name);
/* As schema= of @group names it: by its name, or a path from the file in which it stands. Each file
 * is loaded once. (transfer full); NULL: @faults say why, of a broken file at the first call */
LeatSchema                *leatd_config_find_schema  (LeatdConfig *self, const LeatGroup *group,
                                                      const char *name, LeatFaults *faults);
/* --schema-path: these folders are searched before all others; once, before any thread */
void                       leatd_config_prepend_schema_path (const char *const *folders);
LeatSink                  *leatd_config_new_sink     (const LeatdSinkConfig *sink, gpointer host,
                                                      GError **error);

/* the option of an instance that lives gets what @group says, in the instance's thread; FALSE: it
 * is none of @table */
gboolean                   leatd_config_set_live     (const LeatGroup *group,
                                                      const LeatOption *table, gpointer instance,
                                                      const char *key);

/* does one of the globs of a from= fit the name? NULL fits nothing */
gboolean                   leatd_globs_match         (const char *const *globs, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LeatdConfig, leatd_config_unref)
G_END_DECLS
