/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Where the machine that an image is for cannot be seen, the image is told nothing of it. */

#include "../../host/machine/carriers.h"
#include "tree.h"

static void a_container_is_not_the_machine(void **state)
{
	static const char *const signs[] = {
		"run/systemd/container", "run/.containerenv", ".dockerenv"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		TREE(tree);

		tree.root.is_running_machine = true;
		tree_file(&tree, signs[i], "x\n");
		assert_string_equal(vpb_carriers_hidden_by(&tree.root), "a container");
	}
}

static void a_container_says_so_in_its_environment(void **state)
{
	static const char first[] = "container=lxc\0TERM=linux";
	static const char later[] = "TERM=linux\0container=lxc";
	static const char none[] = "TERM=linux\0no-container=lxc";
	TREE(tree);

	(void)state;
	tree.root.is_running_machine = true;
	tree_bytes(&tree, "proc/1/environ", first, sizeof(first));
	assert_string_equal(vpb_carriers_hidden_by(&tree.root), "a container");
	tree_bytes(&tree, "proc/1/environ", later, sizeof(later));
	assert_string_equal(vpb_carriers_hidden_by(&tree.root), "a container");
	tree_bytes(&tree, "proc/1/environ", none, sizeof(none));
	assert_string_not_equal(vpb_carriers_hidden_by(&tree.root), "a container");
}

/* The folder of the tree is not what the first program has for its root. */
static void a_chroot_is_not_the_machine(void **state)
{
	TREE(tree);

	(void)state;
	tree.root.is_running_machine = true;
	assert_non_null(vpb_carriers_hidden_by(&tree.root));
}

/* With --root, the tree is what is looked at, whatever it is. */
static void a_tree_that_is_named_is_meant(void **state)
{
	TREE(tree);

	(void)state;
	tree_file(&tree, ".dockerenv", "x\n");
	assert_null(vpb_carriers_hidden_by(&tree.root));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_container_is_not_the_machine),
		cmocka_unit_test(a_container_says_so_in_its_environment),
		cmocka_unit_test(a_chroot_is_not_the_machine),
		cmocka_unit_test(a_tree_that_is_named_is_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
