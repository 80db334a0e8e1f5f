// SPDX-License-Identifier: GPL-2.0-or-later
#include "picture.h"
#include "record.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Everything in pixels. */
enum {
	LEFT = 20,
	LANES = 205, /* where time begins */
	TIME_WIDTH = 620,
	WIDTH = LANES + TIME_WIDTH + 190,
	HEAD = 44,
	LANE = 34,
	BAR = 22,
	PHASE = 14,
	FOOT = 70,
};

struct panel {
	const char *title;
	struct vpb_lines record;
	struct vpb_trace trace;
	double init_s, root_s,
		end_s; /* by the kernel's clock; the last two from /init on */
	unsigned int functions;
};

static const char style[] =
	"text{font:13px sans-serif;fill:#1f2328}.small{font-size:11px;fill:#59636e}"
	".title{font-size:15px;font-weight:bold}.lane{fill:#f3f4f6}.initramfs{fill:#d8dee6}"
	".root{fill:#eaeef2}.host{fill:#f4b26a}.vfio{fill:#7cc68d}.access{stroke:#c8102e;"
	"stroke-width:1}.axis{stroke:#8b949e;stroke-width:1}";

static bool log_has_moment(const struct vpb_facts *facts, const char *text, double *ret_s)
{
	long ms = vpb_facts_moment_ms(facts, text);

	*ret_s = (double)ms / 1000;
	return ms >= 0;
}

static int panel_read(struct panel *panel, const char *dir)
{
	struct vpb_facts facts = {0};
	char word[16];
	int error = vpb_lines_read_at(dir, "record", &panel->record);

	if (!error)
		error = vpb_trace_read(dir, &panel->trace);
	if (!error)
		error = vpb_facts_read(dir, &facts);
	if (error)
		return error;
	if (strcmp(vpb_record_get(&panel->record, "verdict", word, sizeof(word)), "ok") !=
			0 ||
		!panel->trace.marked || !panel->trace.ended ||
		!log_has_moment(&facts, VPB_FACTS_INIT, &panel->init_s) ||
		!log_has_moment(&facts, VPB_FACTS_ROOT, &panel->root_s))
		error = -EINVAL;
	vpb_facts_done(&facts);
	panel->root_s -= panel->init_s;
	for (size_t i = 0; !error && i < panel->record.count; i++)
		panel->functions += vpb_word_is(panel->record.line[i], 0, "function");
	/* The last line is the end's mark. */
	if (!error)
		panel->end_s =
			strtod(panel->trace.lines.line[panel->trace.lines.count - 1],
				NULL) -
			panel->trace.init_s;
	return error;
}

static void panel_done(struct panel *panel)
{
	vpb_lines_done(&panel->record);
	vpb_trace_done(&panel->trace);
}

static double x_of(double seconds, double range_s)
{
	return LANES + TIME_WIDTH * seconds / range_s;
}

static void accesses_draw(const struct vpb_trace *trace, const char *address,
	double range_s, double top, FILE *file)
{
	double last = -1;

	fprintf(file, "<path class=\"access\" d=\"");
	for (size_t i = 0; i < trace->lines.count; i++) {
		const char *line = trace->lines.line[i];
		double seconds = strtod(line, NULL) - trace->init_s, x;

		if (seconds < 0 || !vpb_word_is(line, 1, "access") ||
			!vpb_word_is(line, 2, address))
			continue;
		x = x_of(seconds, range_s);
		/* What a screen cannot show apart is drawn once. */
		if (x - last < 0.5)
			continue;
		fprintf(file, "M%.1f %.0fv%d", x, top, BAR);
		last = x;
	}
	fprintf(file, "\"/>\n");
}

/* The driver's bar, from when it had the function to the end of the run. */
static void driver_draw(const struct panel *panel, const char *line, double range_s,
	double top, FILE *file)
{
	char driver[24] = "none", tried[24] = "none", value[24] = "-1";
	double from;

	vpb_field(line, "driver", driver, sizeof(driver));
	vpb_field(line, "tried", tried, sizeof(tried));
	vpb_field(line, "link-ms", value, sizeof(value));
	if (strcmp(driver, "none") == 0) {
		vpb_field(line, "tried-ms", value, sizeof(value));
		from = strtod(value, NULL) / 1000 - panel->init_s;
		if (strcmp(tried, "none") != 0)
			fprintf(file, "<text x=\"%.1f\" y=\"%.0f\">%s tried</text>\n",
				x_of(from, range_s) + 6, top + 15, tried);
		return;
	}
	from = strtod(value, NULL) / 1000 - panel->init_s;
	fprintf(file,
		"<rect class=\"%s\" x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\"/>\n"
		"<text x=\"%.1f\" y=\"%.0f\">%s</text>\n",
		strcmp(driver, "vfio-pci") == 0 ? "vfio" : "host", x_of(from, range_s),
		top, x_of(panel->end_s, range_s) - x_of(from, range_s), BAR,
		x_of(from, range_s) + 6, top + 15, driver);
}

static void function_draw(const struct panel *panel, const char *line, double range_s,
	double top, FILE *file)
{
	char address[16] = "?", class[8] = "", accesses[16] = "?";

	vpb_word(line, 1, address, sizeof(address));
	vpb_field(line, "class", class, sizeof(class));
	vpb_field(line, "accesses", accesses, sizeof(accesses));
	fprintf(file,
		"<rect class=\"lane\" x=\"%d\" y=\"%.0f\" width=\"%.1f\" height=\"%d\"/>\n",
		LANES, top, x_of(panel->end_s, range_s) - LANES, BAR);
	driver_draw(panel, line, range_s, top, file);
	accesses_draw(&panel->trace, address, range_s, top, file);
	fprintf(file,
		"<text x=\"%d\" y=\"%.0f\">%s%s</text>\n"
		"<text x=\"%d\" y=\"%.0f\">%s register accesses</text>\n",
		LEFT, top + 15, address,
		strncmp(class, "03", 2) == 0   ? " GPU"
		: strcmp(class, "040300") == 0 ? " audio"
					       : "",
		LANES + TIME_WIDTH + 14, top + 15, accesses);
}

static double panel_draw(
	const struct panel *panel, double range_s, double top, FILE *file)
{
	fprintf(file,
		"<text class=\"title\" x=\"%d\" y=\"%.0f\">%s</text>\n"
		"<rect class=\"initramfs\" x=\"%d\" y=\"%.0f\" width=\"%.1f\" height=\"%d\"/>\n"
		"<rect class=\"root\" x=\"%.1f\" y=\"%.0f\" width=\"%.1f\" height=\"%d\"/>\n"
		"<text class=\"small\" x=\"%d\" y=\"%.0f\">initramfs</text>\n"
		"<text class=\"small\" x=\"%.1f\" y=\"%.0f\">real root</text>\n",
		LEFT, top + 12, panel->title, LANES, top,
		x_of(panel->root_s, range_s) - LANES, PHASE, x_of(panel->root_s, range_s),
		top, x_of(panel->end_s, range_s) - x_of(panel->root_s, range_s), PHASE,
		LANES + 4, top + 11, x_of(panel->root_s, range_s) + 4, top + 11);
	top += PHASE + 8;
	for (size_t i = 0; i < panel->record.count; i++) {
		if (!vpb_word_is(panel->record.line[i], 0, "function"))
			continue;
		function_draw(panel, panel->record.line[i], range_s, top, file);
		top += LANE;
	}
	return top + 16;
}

static void axis_draw(double range_s, double top, FILE *file)
{
	fprintf(file, "<path class=\"axis\" d=\"M%d %.0fh%d\"/>\n", LANES, top,
		TIME_WIDTH);
	for (unsigned int second = 0; second <= range_s; second += 5)
		fprintf(file,
			"<path class=\"axis\" d=\"M%.1f %.0fv5\"/>"
			"<text class=\"small\" text-anchor=\"middle\" x=\"%.1f\" y=\"%.0f\">%u s</text>\n",
			x_of(second, range_s), top, x_of(second, range_s), top + 17,
			second);
	fprintf(file,
		"<text class=\"small\" x=\"%d\" y=\"%.0f\">Seconds since the kernel started /init. A "
		"red line is an access to the function's registers, as the card itself counted "
		"it.</text>\n",
		LEFT, top + 42);
}

static void picture_write(const struct panel panels[2], FILE *file)
{
	double range_s =
		panels[0].end_s > panels[1].end_s ? panels[0].end_s : panels[1].end_s;
	double top = HEAD;
	char suite[32], kernel[64], generator[96];

	fprintf(file,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" role=\"img\">\n"
		"<title>A graphics card during two boots, without vfio-prebind and with it</title>\n"
		"<style>%s</style>\n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>\n"
		"<text class=\"small\" x=\"%d\" y=\"22\">Debian %s, kernel %s, image by %s</text>\n",
		WIDTH,
		HEAD + FOOT + (int)(panels[0].functions + panels[1].functions) * LANE +
			2 * (PHASE + 24),
		style, LEFT,
		vpb_record_get(&panels[0].record, "suite", suite, sizeof(suite)),
		vpb_record_get(&panels[0].record, "kernel", kernel, sizeof(kernel)),
		vpb_record_get(
			&panels[0].record, "generator", generator, sizeof(generator)));
	for (int i = 0; i < 2; i++)
		top = panel_draw(&panels[i], range_s, top, file);
	axis_draw(range_s, top, file);
	fprintf(file, "</svg>\n");
}

int vpb_picture_draw(const char *without, const char *with, FILE *file)
{
	struct panel panels[2] = {
		{.title = "without vfio-prebind"}, {.title = "with vfio-prebind"}};
	int error = panel_read(&panels[0], without);

	if (!error)
		error = panel_read(&panels[1], with);
	if (!error)
		picture_write(panels, file);
	for (int i = 0; i < 2; i++)
		panel_done(&panels[i]);
	return error;
}
