/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vision-options.h - what may be said of a vision machine of any family */
#pragma once
#include "vision-language.h"
G_BEGIN_DECLS

typedef enum {
  VISION_TRIGGER_EXTERNAL, /* a light barrier's, a controller's: nothing is known of it here */
  VISION_TRIGGER_INTERVAL,
  VISION_TRIGGER_COMMAND,
} VisionTriggerBy;

typedef enum {
  VISION_KEEP_MODE,
  VISION_WANT_RUN,
  VISION_WANT_SETUP,
} VisionWantedMode;

typedef enum {
  VISION_SETUP_TEST,
  VISION_SETUP_REJECT,
  VISION_SETUP_RECORD,
} VisionSetupResults;

/* of VISION_OPTIONS */
typedef struct {
  int      trigger;             /* VisionTriggerBy */
  gint64   trigger_interval;    /* µs */
  char    *trigger_command;     /* NULL: the family's own */
  char    *result_command;      /* NULL: results come by themselves */
  gint64   result_timeout;
  gint64   answer_timeout;
  gint64   settle;
  gboolean read_state;
  gint64   read_state_interval;
  int      run_mode;            /* VisionWantedMode */
  int      setup_results;       /* VisionSetupResults */
  char    *program;
  char   **program_schema;      /* PROGRAM:SCHEMA */
  char    *camera;
  char    *login_user;          /* families with a login alone */
  char    *login_password;
} VisionOptions;

extern const char *const vision_trigger_choices[];
extern const char *const vision_run_mode_choices[];
extern const char *const vision_setup_results_choices[];

#define VISION_DAY 86400e6

/* lines of the option table of a family; Type begins with VisionSource vision */
#define VISION_OPTIONS(Type) \
  LEAT_OPTION_CHOICE (Type, vision.options.trigger, .key = "trigger", .preset = "external", \
                      .choices = vision_trigger_choices, \
                      .summary = "Who lets it measure: something outside, leatd at an " \
                                 "interval, or the command trigger."), \
      LEAT_OPTION_DURATION (Type, vision.options.trigger_interval, .key = "trigger-interval", \
                            .preset = "1s", .minimum = 1e3, .maximum = VISION_DAY, \
                            .summary = "Time from one trigger to the next with trigger=interval; " \
                                       "one whose time comes before the last one's result is " \
                                       "left out."), \
      LEAT_OPTION_STRING (Type, vision.options.trigger_command, .key = "trigger-command", \
                          .summary = "The machine's trigger command, without its terminator; if " \
                                     "not given, the one that the family is known to have."), \
      LEAT_OPTION_DURATION (Type, vision.options.result_timeout, .key = "result-timeout", \
                            .preset = "5s", .minimum = 1e3, .maximum = 3600e6, \
                            .summary = "Time from a trigger of leatd's to its result; what comes " \
                                       "later is of no trigger."), \
      LEAT_OPTION_DURATION (Type, vision.options.answer_timeout, .key = "answer-timeout", \
                            .preset = "2s", .minimum = 1e3, .maximum = 3600e6, \
                            .summary = "Time that the machine has to answer a command."), \
      LEAT_OPTION_DURATION (Type, vision.options.settle, .key = "answer-settle", \
                            .preset = "500ms", .minimum = 0, .maximum = 3600e6, \
                            .summary = "Silence behind a command that was not answered before " \
                                       "the next is sent: what comes until then is late."), \
      LEAT_OPTION_BOOL (Type, vision.options.read_state, .key = "read-state", .preset = "yes", \
                        .summary = "Whether mode and program are asked for, where the machine " \
                                   "has commands for it; no: it is only listened to."), \
      LEAT_OPTION_DURATION (Type, vision.options.read_state_interval, \
                            .key = "read-state-interval", .preset = "30s", .minimum = 100e3, \
                            .maximum = VISION_DAY, \
                            .summary = "Time from one look at mode and program to the next."), \
      LEAT_OPTION_CHOICE (Type, vision.options.run_mode, .key = "run-mode", .preset = "keep", \
                          .choices = vision_run_mode_choices, \
                          .summary = "What the machine is switched to on connecting; keep: it is " \
                                     "left as it is, and setup mode is a warning."), \
      LEAT_OPTION_CHOICE (Type, vision.options.setup_results, .key = "setup-results", \
                          .preset = "test", .choices = vision_setup_results_choices, \
                          .summary = "What results are that come in setup mode: records marked " \
                                     "as a test, rejects, or records like any other."), \
      LEAT_OPTION_STRING (Type, vision.options.program, .key = "program", \
                          .summary = "Program that the machine is switched to on connecting, if " \
                                     "it runs another one."), \
      LEAT_OPTION_LIST (Type, vision.options.program_schema, .key = "program-schema", \
                        .summary = "Schemas of programs whose results look otherwise than " \
                                   "schema= says, such as 001:inspect-a;002:inspect-b."), \
      LEAT_OPTION_STRING (Type, vision.options.camera, .key = "camera", \
                          .summary = "Field camera of its records, where the machine does not " \
                                     "say it: one port for each camera.")

/* further lines, for a family whose results may have to be asked for */
#define VISION_RESULT_OPTIONS(Type) \
  LEAT_OPTION_STRING (Type, vision.options.result_command, .key = "result-command", \
                      .summary = "Command that reads the result behind each trigger of leatd's, " \
                                 "where it does not come by itself.")

/* further lines, for a family with a login */
#define VISION_LOGIN_OPTIONS(Type) \
  LEAT_OPTION_STRING (Type, vision.options.login_user, .key = "login-user", .preset = "admin", \
                      .summary = "Name by which leatd logs in."), \
      LEAT_OPTION_STRING (Type, vision.options.login_password, .key = "login-password", \
                          .preset = "", .flags = LEAT_OPTION_SECRET, \
                          .summary = "Password by which leatd logs in.")

G_END_DECLS
