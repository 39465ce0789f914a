/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* simulate-family.h - what a family of vision machines says, and how it answers: one file each */
#pragma once
#include <gio/gio.h>
G_BEGIN_DECLS

#define LEAT_SIMULATED_VALUES  32
#define LEAT_SIMULATED_CAMERAS 4

/**
 * LeatSimulatedSetting:
 * @name: as --set NAME=VALUE spells it
 * @preset: its value if it is not set
 * @takes: "a|b|c": one of these; "N-M": a whole number; "": any text, escapes undone
 * @summary: one sentence; it says so where the preset is assumed, since no manual was found
 */
typedef struct {
  const char *name;
  const char *preset;
  const char *takes;
  const char *summary;
} LeatSimulatedSetting;

/**
 * LeatSimulatedState:
 * @LEAT_SIMULATED_GOOD: measured
 * @LEAT_SIMULATED_NO_NUMBER: printed as no number
 * @LEAT_SIMULATED_NOT_MEASURED: there is none
 * @LEAT_SIMULATED_BEYOND: beyond what can be printed
 */
typedef enum {
  LEAT_SIMULATED_GOOD,
  LEAT_SIMULATED_NO_NUMBER,
  LEAT_SIMULATED_NOT_MEASURED,
  LEAT_SIMULATED_BEYOND,
} LeatSimulatedState;

/**
 * LeatSimulatedValue:
 * @measure: thousandths
 * @state: is it one?
 */
typedef struct {
  gint64             measure;
  LeatSimulatedState state;
} LeatSimulatedValue;

/**
 * LeatSimulatedResult:
 * @number: the machine's counter
 * @camera: from 1 on
 * @program: that it measures by
 * @is_good: the judgement of the part
 * @values: what was measured
 * @n_values: of @values
 * @is_asked: a command has triggered it
 * @is_foreign: its text is to be of another code page
 * @time: by the machine's clock, seconds since 1970 UTC
 * @random: for what else it says
 * @told: what it said of its values, for the ledger
 * @behind: bytes behind it that are of the answer to who has asked for it
 *
 * One result, before it is spelled.
 */
typedef struct {
  guint64            number;
  guint              camera;
  guint              program;
  gboolean           is_good;
  LeatSimulatedValue values[LEAT_SIMULATED_VALUES];
  guint              n_values;
  gboolean           is_asked;
  gboolean           is_foreign;
  gint64             time;
  GRand             *random;
  GPtrArray         *told;
  gsize              behind;
} LeatSimulatedResult;

typedef struct _LeatSimulatedMachine LeatSimulatedMachine;

/**
 * LeatSimulatedFamily:
 * @name: as the command line and the key file's plugin= spell it
 * @summary: one sentence
 * @faults: bits of those faults that spoil its results in a way that can be told from others; more
 *   where --set codes=fixed gives codes a form
 * @certain: as many bytes from the start of a result are none on their own
 * @wrong: an answer that belongs to another command than most
 * @settings: its own, behind those of all; ends with one without a name
 * @has_trigger: its plugin knows the command that has it measure
 * @hears_empty: an empty command is one, too
 * @check: (nullable): do the settings go together?
 * @config: (nullable): appends what a source of this family needs as it is set, and groups behind
 *   it; %FALSE: its plugin cannot read it so
 * @schema: (nullable): appends what a schema says of its results behind name and summary; %NULL, or
 *   codes=any: the plugin needs none
 * @greet: (nullable): it is switched on, or somebody connects; @text: what it says to that
 * @result: the result, with its end
 * @hear: (nullable): a command without its end; @answer: what it says to that, with its end
 *
 * A family of machines.
 */
typedef struct {
  const char                 *name;
  const char                 *summary;
  guint                       faults;
  gsize                       certain;
  const char                 *wrong;
  const LeatSimulatedSetting *settings;
  gboolean                    has_trigger;
  gboolean                    hears_empty;

  gboolean (*check)  (LeatSimulatedMachine *machine, GError **error);
  gboolean (*config) (LeatSimulatedMachine *machine, GString *text, GError **error);
  void     (*schema) (LeatSimulatedMachine *machine, GString *text);
  void     (*greet)  (LeatSimulatedMachine *machine, GString *text);
  void     (*result) (LeatSimulatedMachine *machine, LeatSimulatedResult *result, GString *text);
  void     (*hear)   (LeatSimulatedMachine *machine, const char *command, GString *answer);
} LeatSimulatedFamily;

/**
 * LeatSimulatedMachine:
 * @family: what it is
 * @is_running: or in setup mode
 * @program: that is chosen
 * @is_continuous: it measures all the time, also where only commands trigger it
 * @memory: the family's own: texts by names, until it loses its power
 * @stage: the family's own: how far somebody has logged in
 * @name: the family's own: who has logged in
 * @life: times that it lost its power
 * @connections: times that it was connected to
 * @framing: the byte that the command at hand began with if it was STX, or NUL
 *
 * What a family may look at and change of a machine.
 */
struct _LeatSimulatedMachine {
  const LeatSimulatedFamily *family;
  gboolean                   is_running;
  guint                      program;
  gboolean                   is_continuous;
  GHashTable                *memory;
  guint                      stage;
  char                       name[64];
  guint64                    life;
  guint64                    connections;
  guint8                     framing;
};

extern const LeatSimulatedFamily *const leat_simulated_families[];
extern const LeatSimulatedSetting       leat_simulated_settings[];
extern const LeatSimulatedFamily        leat_simulated_pv200;
extern const LeatSimulatedFamily        leat_simulated_pv310;
extern const LeatSimulatedFamily        leat_simulated_keyence_cvx;
extern const LeatSimulatedFamily        leat_simulated_keyence_iv3;
extern const LeatSimulatedFamily        leat_simulated_keyence_sr;
extern const LeatSimulatedFamily        leat_simulated_keyence_im;
extern const LeatSimulatedFamily        leat_simulated_in_sight;
extern const LeatSimulatedFamily        leat_simulated_dataman;
extern const LeatSimulatedFamily        leat_simulated_omron;

const LeatSimulatedFamily *leat_simulated_family_find (const char *name, GError **error);

const char *leat_simulated_machine_get        (const LeatSimulatedMachine *machine,
                                               const char *setting);
guint       leat_simulated_machine_get_number (const LeatSimulatedMachine *machine,
                                               const char *setting);
gboolean    leat_simulated_machine_is         (const LeatSimulatedMachine *machine,
                                               const char *setting, const char *value);
guint       leat_simulated_machine_count_values (const LeatSimulatedMachine *machine);
void        leat_simulated_machine_trigger    (LeatSimulatedMachine *machine);
void        leat_simulated_machine_end        (const LeatSimulatedMachine *machine, GString *text);

void        leat_simulated_result_tell        (LeatSimulatedResult *result, GString *text,
                                               const char *value);
void        leat_simulated_append_decimal     (GString *text, gint64 thousandths, guint decimals);

/* what several families do alike */
void        leat_simulated_tell_value         (LeatSimulatedMachine *machine,
                                               LeatSimulatedResult *result, guint index,
                                               GString *text);
void        leat_simulated_tell_layout        (LeatSimulatedMachine *machine,
                                               LeatSimulatedResult *result, GString *text);
void        leat_simulated_tell_code          (LeatSimulatedMachine *machine,
                                               LeatSimulatedResult *result, GString *text);
gboolean    leat_simulated_has_fixed_codes    (const LeatSimulatedMachine *machine);
void        leat_simulated_add_key            (GString *text, const char *key,
                                               const char *value);
void        leat_simulated_add_value          (const LeatSimulatedMachine *machine, GString *text,
                                               guint index, const char *type, const char *place);
void        leat_simulated_add_judgement      (GString *text, const char *place, const char *good,
                                               const char *bad);
void        leat_simulated_add_layout         (LeatSimulatedMachine *machine, GString *text);
void        leat_simulated_add_code           (const LeatSimulatedMachine *machine, GString *text,
                                               const char *no_reads);
void        leat_simulated_hear_trigger       (LeatSimulatedMachine *machine, const char *command,
                                               GString *answer);
gboolean    leat_simulated_read_number        (const char *text, guint64 least, guint64 most,
                                               guint *number);

G_END_DECLS
