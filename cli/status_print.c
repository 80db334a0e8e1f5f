/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "status_print.h"

#include "line.h"

void vpb_status_print_device(const struct vpb_status_line *line, struct vpb_json *json)
{
	static const struct vpb_item none;
	const struct vpb_item *item = line->item ? line->item : &none;

	if (!json) {
		vpb_line_print("%s%s: %s", line->address, line->name, line->text);
		return;
	}
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "address", line->address);
	vpb_json_add_string(json, "name", *line->name ? line->name + 1 : "");
	vpb_json_add_string(json, "section", line->section);
	vpb_json_add_string(json, "state", line->state);
	vpb_json_add_string(json, "driver", line->driver);
	vpb_json_add_string(json, "first-driver", line->first_driver);
	if (line->since_us)
		vpb_json_add_us(json, "since", line->since_us);
	else
		vpb_json_add_null(json, "since");
	vpb_json_add_string(json, "power", item->power_state);
	vpb_json_add_string(json, "runtime-status", item->runtime_status);
	vpb_json_add_string(json, "control", item->power_control);
	vpb_json_add_string(json, "d3cold-allowed", item->d3cold_allowed);
	vpb_json_add_boolean(json, "agrees", line->agrees);
	vpb_json_add_string(json, "text", line->text);
	vpb_json_end_object(json);
}

void vpb_status_print_run(const struct vpb_reported_section *section, const char *text,
	struct vpb_json *json)
{
	if (!json) {
		vpb_line_print("%s.", text);
		return;
	}
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "section", section->name);
	vpb_json_add_string(json, "version", section->version);
	vpb_json_add_string(json, "state", section->state_word);
	vpb_json_add_us(json, "began", section->began_us);
	vpb_json_add_string(json, "text", text);
	vpb_json_end_object(json);
}

void vpb_status_print_silence(const char *text, struct vpb_json *json)
{
	if (!json) {
		vpb_line_print("%s", text);
		return;
	}
	vpb_json_begin_object(json, NULL);
	vpb_json_add_null(json, "section");
	vpb_json_add_null(json, "version");
	vpb_json_add_string(json, "state", "none");
	vpb_json_add_null(json, "began");
	vpb_json_add_string(json, "text", text);
	vpb_json_end_object(json);
}

void vpb_status_print_finding(const struct vpb_reported_finding *finding,
	const char *section, struct vpb_json *json)
{
	if (!json) {
		vpb_line_print("%s", finding->text);
		if (*finding->fix)
			vpb_line_print("  fix: %s", finding->fix);
		return;
	}
	vpb_json_begin_object(json, NULL);
	vpb_json_add_string(json, "severity", finding->severity);
	vpb_json_add_string(json, "guard", finding->guard);
	vpb_json_add_string(json, "section", section);
	vpb_json_add_string(json, "address", finding->address);
	vpb_json_add_string(json, "text", finding->text);
	vpb_json_add_string(json, "fix", finding->fix);
	vpb_json_end_object(json);
}
