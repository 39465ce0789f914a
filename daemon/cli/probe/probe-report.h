/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* probe-report.h - what was heard of a line, as a table, and as a section of a key file */
#pragma once
#include "guess/guess-known.h"
#include "line-probe.h"
#include "guess/proposal.h"
#include "look/text-row.h"
G_BEGIN_DECLS

/**
 * LeatProbeFindings:
 * @device: as device= spells it; %NULL: it was a recording
 * @plugin: of the source that reads such a device
 * @name: of the section
 * @probe: what was heard
 * @known: what of it is known here
 * @frames: (nullable): where frames end, if it is not @known's preset that says so
 * @schema_path: (nullable): where the proposed schema is written to
 * @sent: (nullable): what was sent, for people
 */
typedef struct {
  const char            *device;
  const char            *plugin;
  const char            *name;
  const LeatLineProbe   *probe;
  const LeatGuessKnown  *known;
  const LeatGuessFrames *frames;
  const char            *schema_path;
  const char            *sent;
} LeatProbeFindings;

/* (transfer full): a line for each time of listening, and what it means */
char *leat_probe_report_table   (const LeatProbeFindings *self, LeatTextFlags flags);
/* (transfer full): [source NAME], and [framer NAME] if need be; NULL: nothing was heard */
char *leat_probe_report_section (const LeatProbeFindings *self);
/* is it as good as certain? */
gboolean leat_probe_report_is_sure (const LeatProbeFindings *self);
/* (transfer full): why a trial says what it does; NULL: it is as it was listened to */
char *leat_probe_report_reason  (const LeatLineScore *score);

G_END_DECLS
