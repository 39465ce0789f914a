/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-families.h - the families of vision machines, and how each is simulated and read */
#pragma once
#include <glib.h>
G_BEGIN_DECLS

/**
 * FamilyTriggers:
 * @TRIGGERS_NONE: nothing is known of them
 * @TRIGGERS_AMID: some results are of triggers of leatd's: a record has no trigger, or one later
 *   than that of the records before it
 * @TRIGGERS_ALONE: each result is one of a trigger of leatd's, and its record has just that
 */
typedef enum {
  TRIGGERS_NONE,
  TRIGGERS_AMID,
  TRIGGERS_ALONE,
} FamilyTriggers;

/**
 * Family:
 * @path: of the test
 * @name: of the source and of its simulator
 * @machine: options of leat simulate, besides those of all
 * @keys: of the source; with trigger=command it is triggered over the bus, at random
 * @schema: (nullable): text of its own; %NULL: the family's
 * @columns: of CSV: what the ledger has as number (if @has_number) and values, then trigger and
 *   latency if there are triggers
 * @has_number: its results are counted
 * @triggers: what its records say of triggers
 * @results: how many
 */
typedef struct {
  const char    *path;
  const char    *name;
  const char    *machine;
  const char    *keys;
  const char    *schema;
  const char    *columns;
  gboolean       has_number;
  FamilyTriggers triggers;
  guint          results;
} Family;

/* of a machine whose results are set up so */
#define COLUMNS \
  "[schema]\nname=columns\ncolumns=3\nshortage=reject\nsurplus=reject\n" \
  "[field num]\ncolumn=1\ntype=int\nrole=counter\nrequired=yes\n" \
  "[field one]\ncolumn=2\ntype=decimal\nrequired=yes\n" \
  "[field two]\ncolumn=3\ntype=decimal\nrequired=yes\n"

#define VALUES \
  "[schema]\nname=values\ncolumns=2\nshortage=reject\nsurplus=reject\n" \
  "[field one]\ncolumn=1\ntype=decimal\nrequired=yes\n" \
  "[field two]\ncolumn=2\ntype=decimal\nrequired=yes\n"
#define BRACKETS \
  "[schema]\nname=brackets\nformat=regex\n" \
  "pattern=^\\\\[(?<code>[^,]+),(?<one>[^,]+),(?<two>[^,]+),[^,]+\\\\]$\n" \
  "[field code]\ntype=string\nrequired=yes\n[field one]\ntype=decimal\nrequired=yes\n" \
  "[field two]\ntype=decimal\nrequired=yes\n"

#define TOOLS \
  "[schema]\nname=tools\ncolumns=7\nshortage=reject\nsurplus=reject\n" \
  "[field num]\ncolumn=2\ntype=int\nrole=counter\nrequired=yes\n" \
  "[field one]\ncolumn=4\ntype=string\nrequired=yes\n" \
  "[field two]\ncolumn=6\ntype=string\nrequired=yes\n"
#define ITEMS \
  "[schema]\nname=items\nformat=pairs\nseparators=\\n\nsurplus=ignore\n" \
  "[field one]\nkey=1.value\ntype=decimal\nrequired=yes\n" \
  "[field two]\nkey=2.value\ntype=decimal\nrequired=yes\n" \
  "[field three]\nkey=3.value\ntype=decimal\nrequired=yes\n"
/* codes of one form, as those that a plant prints itself: the counter is in them */
#define CODES \
  "[schema]\nname=codes\nformat=regex\npattern=^(?<code>LOT(?<num>[0-9]{6}))$\n" \
  "[field num]\ntype=int\nrole=counter\nrequired=yes\n" \
  "[field code]\ntype=string\nrole=part\nrequired=yes\n"

#define FAULTS "noise=20,cut=20,gap=20,hangup=3,power-cycle=3"
/* any text may be a code: noise and a part of one are not told apart from it */
#define FAULTS_OF_CODES "gap=20,hangup=3,power-cycle=3"

/* the first result behind a trigger is its own; triggers come amid results that something else
 * triggers, and between them */
#define AMID  "--rate 2000 --faults " FAULTS
#define ALONE "--trigger --latency 0.001 --faults gap=20"
#define EACH  "trigger=interval\ntrigger-interval=1ms\nresult-timeout=60s\nanswer-timeout=60s\n"
#define ASKED "trigger=command\nallow-commands=yes\nresult-timeout=60s\n"

#define LOGIN       "--set user=line --set password=secret "
#define KNOWN_LOGIN "login-user=line\nlogin-password=secret\n"

static const Family families[] = {
  { "/proof/vision/pv200", "pv200", "--rate 0 --faults " FAULTS ",bad=20,missing=20", "", NULL,
    "num;measure_1;measure_2", TRUE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/pv200/interval", "pv200",
    "--set trigger-command=%S --set trigger-answer=%S " AMID,
    "trigger=interval\ntrigger-interval=2ms\ntrigger-command=%S\ntrigger-echo=yes\n", NULL,
    "num;measure_1;measure_2;trigger;latency", TRUE, TRIGGERS_AMID, 500 },
  { "/proof/vision/pv200/triggered", "pv200", "--set trigger-command=%S " ALONE,
    ASKED "trigger-command=%S\n", NULL, "num;measure_1;measure_2;trigger;latency", TRUE,
    TRIGGERS_ALONE, 60 },

  /* what a result begins with is no mark: half of one that the power has cut is told from the next
   * by the silence between them */
  { "/proof/vision/pv310", "pv310",
    "--rate 0 --set layout=number;values --away 1.5 "
    "--faults noise=20,cut=20,gap=20,hangup=1,power-cycle=2",
    "frame-timeout=500ms\nframe-timeout-next=frame\n", COLUMNS, "num;one;two", TRUE,
    TRIGGERS_NONE, 4000 },
  { "/proof/vision/pv310/interval", "pv310",
    "--rate 2000 --set layout=number;values --faults noise=20,cut=20,gap=20,hangup=3",
    "trigger=interval\ntrigger-interval=5ms\ntrigger-command=%S\n", COLUMNS,
    "num;one;two;trigger;latency", TRUE, TRIGGERS_AMID, 500 },
  { "/proof/vision/pv310/triggered", "pv310", "--set layout=number;values " ALONE,
    ASKED "trigger-command=%S\n", COLUMNS, "num;one;two;trigger;latency", TRUE, TRIGGERS_ALONE,
    60 },
  /* with no schema of the user's a result is bound to its trigger all the same */
  { "/proof/vision/pv310/plain", "pv310", "--set layout=values --set values=1 " ALONE,
    ASKED "trigger-command=%S\n", NULL, "text;trigger;latency", FALSE, TRIGGERS_ALONE, 60 },

  { "/proof/vision/keyence-cvx", "keyence-cvx", "--listen 0 --set layout=number;values " AMID,
    "trigger=interval\ntrigger-interval=5ms\n", COLUMNS, "num;one;two;trigger;latency", TRUE,
    TRIGGERS_AMID, 2000 },
  /* no answer, a late one, one twice and one of another command */
  { "/proof/vision/keyence-cvx/answers", "keyence-cvx",
    "--listen 0 --rate 1000 --late-by 0.06 --set layout=number;values "
    "--faults late=5,double=5,wrong=5,mute=5,setup=2,hangup=2",
    "trigger=interval\ntrigger-interval=5ms\nanswer-timeout=50ms\nanswer-settle=20ms\n"
    "read-state-interval=100ms\nsetup-results=record\n",
    COLUMNS, "num;one;two", TRUE, TRIGGERS_NONE, 2000 },
  { "/proof/vision/keyence-cvx/triggered", "keyence-cvx",
    "--listen 0 --set layout=number;values " ALONE, ASKED, COLUMNS, "num;one;two;trigger;latency",
    TRUE, TRIGGERS_ALONE, 60 },

  { "/proof/vision/keyence-iv3", "keyence-iv3", "--listen 0 --rate 0 --faults " FAULTS, "", TOOLS,
    "num;one;two", TRUE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/keyence-iv3/amid", "keyence-iv3", "--listen 0 " AMID, ASKED, TOOLS,
    "num;one;two;trigger;latency", TRUE, TRIGGERS_AMID, 500 },
  { "/proof/vision/keyence-iv3/triggered", "keyence-iv3", "--listen 0 " ALONE, ASKED, TOOLS,
    "num;one;two;trigger;latency", TRUE, TRIGGERS_ALONE, 60 },

  { "/proof/vision/keyence-im", "keyence-im", "--rate 0 --faults " FAULTS, "", ITEMS,
    "one;two;three", FALSE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/keyence-im/amid", "keyence-im", "--set trigger-command=GO " AMID,
    ASKED "trigger-command=GO\n", ITEMS, "one;two;three;trigger;latency", FALSE, TRIGGERS_AMID,
    500 },
  { "/proof/vision/keyence-im/triggered", "keyence-im", "--set trigger-command=GO " ALONE,
    ASKED "trigger-command=GO\n", ITEMS, "one;two;three;trigger;latency", FALSE, TRIGGERS_ALONE,
    60 },

  { "/proof/vision/omron", "omron",
    "--listen 0 --rate 0 --set judgement=no --set values=2 --set decimals=3 --faults " FAULTS, "",
    VALUES, "one;two", FALSE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/omron/amid", "omron",
    "--listen 0 --set judgement=no --set values=2 --set decimals=3 " AMID,
    ASKED "answer-timeout=100ms\nanswer-settle=20ms\n", VALUES, "one;two;trigger;latency", FALSE,
    TRIGGERS_AMID, 500 },
  { "/proof/vision/omron/triggered", "omron",
    "--listen 0 --set judgement=no --set values=2 --set decimals=3 " ALONE, ASKED, VALUES,
    "one;two;trigger;latency", FALSE, TRIGGERS_ALONE, 60 },

  { "/proof/vision/dataman", "dataman",
    "--listen 0 --rate 0 --set bad-parts=0 --faults " FAULTS_OF_CODES, "", NULL, "code", FALSE,
    TRIGGERS_NONE, 4000 },
  { "/proof/vision/dataman/fixed", "dataman",
    "--listen 0 --rate 0 --set bad-parts=0 --set codes=fixed --faults " FAULTS, "", CODES,
    "num;code", TRUE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/dataman/amid", "dataman",
    "--listen 0 --set bad-parts=0 --set codes=fixed --set response=extended " AMID,
    ASKED "dmcc-response=extended\n", CODES, "num;code;trigger;latency", TRUE, TRIGGERS_AMID,
    500 },
  { "/proof/vision/dataman/triggered", "dataman",
    "--listen 0 --set bad-parts=0 --set response=extended " ALONE,
    ASKED "dmcc-response=extended\n", NULL, "code;trigger;latency", FALSE, TRIGGERS_ALONE, 60 },

  { "/proof/vision/keyence-sr", "keyence-sr", "--listen 0 --rate 0 --faults " FAULTS_OF_CODES, "",
    NULL, "code", FALSE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/keyence-sr/fixed", "keyence-sr",
    "--listen 0 --rate 0 --set bad-parts=0 --set codes=fixed --faults " FAULTS, "", CODES,
    "num;code", TRUE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/keyence-sr/amid", "keyence-sr",
    "--listen 0 --set bad-parts=0 --set codes=fixed " AMID, ASKED, CODES,
    "num;code;trigger;latency", TRUE, TRIGGERS_AMID, 500 },
  { "/proof/vision/keyence-sr/triggered", "keyence-sr", "--listen 0 " ALONE, ASKED, NULL,
    "code;trigger;latency", FALSE, TRIGGERS_ALONE, 60 },

  { "/proof/vision/in-sight", "in-sight", "--listen 0 --rate 0 --faults " FAULTS, "", BRACKETS,
    "code;one;two", FALSE, TRIGGERS_NONE, 4000 },
  { "/proof/vision/in-sight/amid", "in-sight", "--listen 0 " LOGIN AMID, ASKED KNOWN_LOGIN,
    BRACKETS, "code;one;two;trigger;latency", FALSE, TRIGGERS_AMID, 2000 },
  { "/proof/vision/in-sight/triggered", "in-sight", "--listen 0 " LOGIN ALONE ",cut=20",
    EACH KNOWN_LOGIN, BRACKETS, "code;one;two;trigger;latency", FALSE, TRIGGERS_ALONE, 60 },
  /* what SE is answered by is no result, and ends of lines in it are no messages */
  { "/proof/vision/in-sight/sized", "in-sight",
    "--listen 0 --set event-answer=sized --set event-text=<r>\\r\\n<n>1</n>\\r\\n\\r\\n</r> " ALONE
    ",cut=20",
    EACH "trigger-command=SE8\nevent-answer=sized\n", BRACKETS, "code;one;two;trigger;latency",
    FALSE, TRIGGERS_ALONE, 60 },
};

G_END_DECLS
