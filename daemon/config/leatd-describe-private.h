/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* leatd-describe-private.h - what is described, for those who write it down in some form */
#pragma once
#include "config/leatd-describe.h"
G_BEGIN_DECLS

typedef enum {
  LEATD_TOPIC_HOST,       /* the host's own keys of a kind of group */
  LEATD_TOPIC_SOURCE,
  LEATD_TOPIC_LINK,
  LEATD_TOPIC_FRAMER,
  LEATD_TOPIC_SINK,
  LEATD_TOPIC_SCHEMA,     /* of a kind of group in a schema file */
  LEATD_TOPIC_FORMAT,     /* what a format adds to such a kind */
  LEATD_TOPIC_PRESET,     /* of a kind of group in a preset of a framer */
} LeatdTopicKind;

/**
 * LeatdTopic:
 * @kind: what it is
 * @name: of the class; of a link its schemes; of keys that no class has, their group: "source"
 * @summary: one sentence
 * @options: may be %NULL
 * @module: who brings it; %NULL: the host or the SDK
 * @source: of a source, its class
 * @group: of a format and of a preset, the kind of group in which its keys stand
 */
typedef struct {
  LeatdTopicKind         kind;
  const char            *name;
  const char            *summary;
  const LeatOption      *options;
  const LeatdModule     *module;
  const LeatSourceClass *source;
  const char            *group;
} LeatdTopic;

/* "Sources", "source"; each for a LeatdTopicKind */
extern const char *const leatd_topic_titles[];
extern const char *const leatd_topic_kinds[];

/* "[source NAME]"; (transfer full) */
char *leatd_topic_place    (const LeatdTopic *self);
/* "whole number, 1 to 9"; with "required", "secret", …; (transfer full) */
char *leatd_option_nature  (const LeatOption *option);
/* as [field NAME] spells its role; NULL: it has none */
const char *leatd_field_role (const LeatField *field);
/* "int, in ns, role counter"; (transfer full) */
char *leatd_field_nature   (const LeatField *field);

/* @topics: of LeatdTopic, by kind; (transfer full) */
char *leatd_describe_list     (const GPtrArray *topics);
char *leatd_describe_text     (const GPtrArray *topics);
char *leatd_describe_json     (const GPtrArray *topics);
char *leatd_describe_markdown (const GPtrArray *topics);

G_END_DECLS
