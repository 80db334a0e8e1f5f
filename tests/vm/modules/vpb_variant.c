// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A vfio variant driver for the lab's card, which does no more than vfio-pci. Its ids match only where
 * the override names it, and its alias begins with vfio_pci: and not with pci:.
 */
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/vfio_pci_core.h>

static int variant_open(struct vfio_device *vfio)
{
	struct vfio_pci_core_device *device =
		container_of(vfio, struct vfio_pci_core_device, vdev);
	int r = vfio_pci_core_enable(device);

	if (r == 0)
		vfio_pci_core_finish_enable(device);
	return r;
}

static const struct vfio_device_ops variant_ops = {
	.name = "vpb-variant",
	.init = vfio_pci_core_init_dev,
	.release = vfio_pci_core_release_dev,
	.open_device = variant_open,
	.close_device = vfio_pci_core_close_device,
	.ioctl = vfio_pci_core_ioctl,
	.device_feature = vfio_pci_core_ioctl_feature,
	.read = vfio_pci_core_read,
	.write = vfio_pci_core_write,
	.mmap = vfio_pci_core_mmap,
	.request = vfio_pci_core_request,
	.match = vfio_pci_core_match,
};

static int variant_probe(struct pci_dev *pci, const struct pci_device_id *id)
{
	struct vfio_pci_core_device *device =
		vfio_alloc_device(vfio_pci_core_device, vdev, &pci->dev, &variant_ops);
	int r;

	if (IS_ERR(device))
		return PTR_ERR(device);
	dev_set_drvdata(&pci->dev, device);
	r = vfio_pci_core_register_device(device);
	if (r)
		vfio_put_device(&device->vdev);
	return r;
}

static void variant_remove(struct pci_dev *pci)
{
	struct vfio_pci_core_device *device = dev_get_drvdata(&pci->dev);

	vfio_pci_core_unregister_device(device);
	vfio_put_device(&device->vdev);
}

static const struct pci_device_id variant_ids[] = {
	{PCI_DRIVER_OVERRIDE_DEVICE_VFIO(0x10de, 0x2820)}, {}};
MODULE_DEVICE_TABLE(pci, variant_ids);

static struct pci_driver variant_driver = {
	.name = "vpb-variant",
	.id_table = variant_ids,
	.probe = variant_probe,
	.remove = variant_remove,
	.err_handler = &vfio_pci_core_err_handlers,
	.driver_managed_dma = true,
};
module_pci_driver(variant_driver);

MODULE_DESCRIPTION("A vfio variant driver");
MODULE_LICENSE("GPL");
