/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-config-private.h - what the files of the configuration share */
#pragma once
#include "config/leatd-config.h"
#include "config/leatd-settings.h"
#include "plugin/leatd-classes.h"
G_BEGIN_DECLS

/* framers made of framers may go so deep */
#define FRAMER_DEPTH 8

/* what a framer finds as its host: who resolves the names of those inside it */
typedef struct {
  LeatFramerHost  host;     /* first */
  LeatdConfig    *config;
  guint           depth;
} LeatdFramerHost;

typedef struct _LeatdPreset LeatdPreset;

/* files that are found by their names below the folders of schema-path= */
typedef struct {
  const char *folder;
  const char *suffix;
} LeatdFileKind;

extern const LeatdFileKind leatd_schema_files;
extern const LeatdFileKind leatd_preset_files;

struct _LeatdConfig {
  gint                 references;   /* atomic */
  gint64               loaded;       /* when that began, µs since 1970 */
  LeatKeyfile         *keyfile;
  LeatdRegistry       *registry;
  LeatdDaemonSettings  daemon;
  GPtrArray           *sources;      /* of LeatdSourceConfig */
  GPtrArray           *sinks;        /* of LeatdSinkConfig */
  GPtrArray           *left_out;     /* of sentences, ends with NULL when it is judged */
  GHashTable          *schemas;      /* path → LeatSchema: each file is one schema */
  GHashTable          *presets;      /* name or path → LeatdPreset */
  LeatdFramerHost      framer_hosts[FRAMER_DEPTH];
};

/* leatd-config-judge.c: fills sources and sinks from the groups; every fault goes to @faults */
void leatd_config_judge (LeatdConfig *self, LeatFaults *faults);

/* leatd-config-join.c: what each junction makes, those before it first */
void     leatd_config_judge_joins (LeatdConfig *self, LeatFaults *faults);
/* takes junction @to what source @from gives? as the pipeline routes it: never from itself */
gboolean leatd_config_feeds       (const LeatdSourceConfig *from, const LeatdSourceConfig *to);

/* whether something comes in and goes out at all, and whether each source has somebody who takes */
void leatd_config_judge_ends (LeatdConfig *self, const char *path, LeatFaults *faults);
void leatd_config_judge_ways (LeatdConfig *self, LeatFaults *faults);

/* leatd-config-requests.c: whether sinks can send the records that they would get */
void leatd_config_judge_requests (LeatdConfig *self, LeatFaults *faults);

/* leatd-config-source.c, leatd-config-sink.c, leatd-config-framer.c: one group each */
void leatd_config_judge_source (LeatdConfig *self, const LeatGroup *group, const char *name,
                                LeatFaults *faults);
void leatd_config_judge_sink   (LeatdConfig *self, const LeatGroup *group, const char *name,
                                LeatFaults *faults);
void leatd_config_judge_framer (LeatdConfig *self, const LeatGroup *group, const char *name,
                                LeatFaults *faults);
void leatd_config_judge_framer_name (LeatdConfig *self, const LeatGroup *group, const char *name,
                                     LeatFaults *faults);
/* leatd-config-talk.c: what it says to its device by itself */
void leatd_config_judge_talk   (LeatdSourceConfig *source, LeatFaults *faults);
/* leatd-config-via.c: the store of each sink, when all are known */
void leatd_config_judge_via    (LeatdConfig *self, LeatFaults *faults);
void leatd_source_config_free  (gpointer source);
void leatd_sink_config_free    (gpointer sink);
/* "serial" of "/dev/ttyS0", "tcp" of "tcp://…"; NULL: neither a path nor a scheme */
char *leatd_device_scheme      (const char *device);

/* leatd-config-left-out.c: is the module of something it needs left out? It then stays without
 * class until leatd_config_drop_left_out() takes it away */
gboolean leatd_source_config_is_left_out (LeatdSourceConfig *self);
gboolean leatd_sink_config_is_left_out   (LeatdSinkConfig *self);
gboolean leatd_config_leaves_out         (LeatdConfig *self, LeatdKind kind, const char *name);
void     leatd_config_drop_left_out      (LeatdConfig *self);

/* Does @table take what the group says? What it says is not kept; NULL takes all. */
void leatd_config_try_options (const LeatGroup *group, const LeatOption *table, gsize size,
                               LeatFaults *faults);
/* the first wait of a back-off is not longer than the longest */
void leatd_config_check_retry (const LeatGroup *group, gint64 first, gint64 longest,
                               LeatFaults *faults);

/* leatd-config-names.c: no class of that name is there; which was meant? */
void leatd_config_fault_class (LeatdConfig *self, const LeatGroup *group, const char *key,
                               LeatdKind kind, const char *name, LeatFaults *faults);

/* leatd-config-files.c; all (transfer full) */
GStrv      leatd_config_list_folders (LeatdConfig *self);
GPtrArray *leatd_config_find_files   (LeatdConfig *self, const LeatdFileKind *kind);
char      *leatd_file_name           (const LeatdFileKind *kind, const char *path);
GStrv      leatd_config_list_names   (LeatdConfig *self, const LeatdFileKind *kind);
char      *leatd_config_search       (LeatdConfig *self, const LeatdFileKind *kind,
                                      const char *name);

/* leatd-config-preset.c */
LeatdPreset *leatd_config_find_preset  (LeatdConfig *self, const LeatGroup *group,
                                        const char *key, const char *name);
void         leatd_preset_tell         (LeatdPreset *self, LeatFaults *faults);
gboolean     leatd_preset_is_sound     (const LeatdPreset *self);
void         leatd_preset_free         (LeatdPreset *self);
/* the files of those that were loaded, without those that are installed with Leat */
void         leatd_config_list_presets (LeatdConfig *self, GStrvBuilder *builder);

/* leatd-config-plan.c: what framer=NAME means */

/**
 * LeatdFramerPlan:
 * @klass: its class
 * @module: that brought it
 * @group: (nullable): its options: those of a preset with the group's own in their place
 */
typedef struct {
  const LeatFramerClass *klass;
  const LeatdModule     *module;
  LeatGroup             *group;
} LeatdFramerPlan;

gboolean    leatd_framer_plan_init        (LeatdFramerPlan *self, LeatdConfig *config,
                                           const char *name, GError **error);
/* of a preset, with the options of @group (nullable) before its own */
void        leatd_framer_plan_preset      (LeatdFramerPlan *self, LeatdConfig *config,
                                           const LeatdPreset *preset, const LeatGroup *group);
void        leatd_framer_plan_clear       (LeatdFramerPlan *self);
/* the name of the class behind framer=NAME, whether it is there or not; NULL: none is said */
const char *leatd_config_find_framer_type (LeatdConfig *self, const char *name);

/* does framer=NAME mean anything? */
gboolean    leatd_config_is_framer        (LeatdConfig *self, const char *name);

/* leatd-config-instances.c */
LeatFramer *leatd_config_new_preset (LeatdConfig *self, const LeatdPreset *preset, GError **error);
void leatd_config_init_framer_hosts (LeatdConfig *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (LeatdFramerPlan, leatd_framer_plan_clear)
G_END_DECLS
