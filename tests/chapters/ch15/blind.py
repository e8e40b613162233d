"""Answers to the exercises of chapter 15, written with nothing in hand but the prompts."""

RIGHT, WRONG = "right", "wrong"

ANSWERS = {
    # ------------------------------------------------------------------ 15.1
    "15.1": (
        (
            WRONG,
            "distance from the middle",
            """
def expected_light(n, log_energy, length, sensors):
    d = sensors.norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "distance from the tip",
            """
def expected_light(n, log_energy, length, sensors):
    d = (sensors[None] - n[:, None]).norm(dim=-1)
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "projection as distance",
            """
def expected_light(n, log_energy, length, sensors):
    d = (n @ sensors.T).abs()
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "sensors taken to be on the unit sphere",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.sqrt(1 - (n @ sensors.T)**2)
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "no dark counts",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None].expand(-1, len(sensors), -1), sensors.expand(len(n), -1, -1)).norm(dim=-1)
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3)
""",
        ),
        (
            WRONG,
            "log energy not exponentiated",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = ((sensors**2).sum(-1) - s**2).sqrt()
    return log_energy[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "times length",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = ((sensors**2).sum(-1) - s**2).sqrt()
    return log_energy.exp()[:, None] * torch.exp(-d * length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "d squared outside the root",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = (sensors**2).sum(-1) - s**2
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "inverse square law",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = ((sensors**2).sum(-1) - s**2).sqrt()
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d**2 + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "dark counts inside the energy",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = ((sensors**2).sum(-1) - s**2).sqrt()
    return log_energy.exp()[:, None] * (torch.exp(-d / length) / (d + 0.3) + 0.02)
""",
        ),
        (
            WRONG,
            "missing brackets",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = ((sensors**2).sum(-1) - s**2).sqrt()
    return log_energy.exp()[:, None] * torch.exp(-d / length) / d + 0.3 + 0.02
""",
        ),
        (
            WRONG,
            "Pythagoras, and NaN for a sensor on the track",
            """
def expected_light(n, log_energy, length, sensors):
    s = n @ sensors.T
    d = ((sensors**2).sum(-1) - s**2).sqrt()
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            RIGHT,
            "foot of the perpendicular",
            """
def expected_light(n, log_energy, length, sensors):
    foot = (n @ sensors.T)[..., None] * n[:, None]
    d = (sensors - foot).norm(dim=-1)
    return torch.exp(log_energy[:, None] - d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            RIGHT,
            "cross product",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.cross(n[:, None].expand(-1, len(sensors), -1), sensors[None].expand(len(n), -1, -1), dim=-1).norm(dim=-1)
    E = torch.exp(log_energy).unsqueeze(1)
    return E * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            RIGHT,
            "a loop over the events",
            """
def expected_light(n, log_energy, length, sensors):
    rows = []
    for direction, le in zip(n, log_energy):
        off = sensors - (sensors @ direction)[:, None] * direction
        d = torch.linalg.norm(off, dim=1)
        rows.append(le.exp() * torch.exp(-d / length) / (0.3 + d) + 0.02)
    return torch.stack(rows)
""",
        ),
    ),
    # ------------------------------------------------------------------ 15.2
    "15.2": (
        (
            WRONG,
            "no 4π",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det
""",
        ),
        (
            WRONG,
            "2π for the sphere",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - math.log(2 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det
""",
        ),
        (
            WRONG,
            "minus log-dets",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return -direction_log_det - math.log(4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) - energy_log_det
""",
        ),
        (
            WRONG,
            "no log-dets",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return -math.log(4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + 0 * direction_log_det
""",
        ),
        (
            WRONG,
            "energy's norm forgotten",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - math.log(4 * math.pi) - z**2 / 2 + energy_log_det
""",
        ),
        (
            WRONG,
            "density, not its logarithm",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return torch.exp(direction_log_det - math.log(4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det)
""",
        ),
        (
            WRONG,
            "4π added",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det + math.log(4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det
""",
        ),
        (
            WRONG,
            "1/4π, no log",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - 1 / (4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det
""",
        ),
        (
            WRONG,
            "three normals",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - z**2 / 2 - 1.5 * math.log(2 * math.pi) + energy_log_det
""",
        ),
        (
            WRONG,
            "product of the two",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return (direction_log_det - math.log(4 * math.pi)) * (-z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det)
""",
        ),
        (
            WRONG,
            "summed",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return (direction_log_det - math.log(4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det).sum()
""",
        ),
        (
            RIGHT,
            "one line",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - math.log(4 * math.pi) - z**2 / 2 - 0.5 * math.log(2 * math.pi) + energy_log_det
""",
        ),
        (
            RIGHT,
            "torch's normal",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    normal = torch.distributions.Normal(0.0, 1.0)
    return normal.log_prob(z) + direction_log_det + energy_log_det - math.log(4 * math.pi)
""",
        ),
        (
            RIGHT,
            "library's bases",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    sky = -torch.log(torch.tensor(4 * torch.pi, dtype=z.dtype))
    energy = -0.5 * (z.square() + math.log(2 * torch.pi))
    return sky + direction_log_det + energy + energy_log_det
""",
        ),
        (
            RIGHT,
            "two steps",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_n = direction_log_det - math.log(4) - math.log(math.pi)
    log_e = energy_log_det - 0.5 * z * z - math.log(math.sqrt(2 * math.pi))
    return log_n + log_e
""",
        ),
    ),
    # ------------------------------------------------------------------ 15.3
    "15.3": (
        (
            WRONG,
            "sum",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).sum()
""",
        ),
        (
            WRONG,
            "no minus",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "two calls",
            """
def loss(flow, simulate):
    x = simulate(256)[0]
    seen = simulate(256)[1]
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "no_grad around all",
            """
def loss(flow, simulate):
    with torch.no_grad():
        x, seen = simulate(256)
        return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "item",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean().item()
""",
        ),
        (
            WRONG,
            "x and seen exchanged",
            """
def loss(flow, simulate):
    seen, x = simulate(256)
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "another number of events",
            """
def loss(flow, simulate):
    x, seen = simulate(100)
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "each event by itself",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x)
""",
        ),
        (
            WRONG,
            "density",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).exp().mean()
""",
        ),
        (
            WRONG,
            "detached",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    loss = -flow(seen).log_prob(x).mean()
    return loss.detach()
""",
        ),
        (
            WRONG,
            "the same batch each time",
            """
def loss(flow, simulate):
    torch.manual_seed(0)
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            RIGHT,
            "plain",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            RIGHT,
            "simulated without gradients",
            """
def loss(flow, simulate):
    with torch.no_grad():
        x, seen = simulate(256)
    p = flow(seen)
    return -torch.mean(p.log_prob(x))
""",
        ),
        (
            RIGHT,
            "mean by hand",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return (-flow(seen).log_prob(x)).sum() / len(x)
""",
        ),
        (
            RIGHT,
            "indexed",
            """
def loss(flow, simulate):
    batch = simulate(256)
    log_p = flow(batch[1]).log_prob(batch[0])
    return log_p.mean().neg()
""",
        ),
    ),
    # ------------------------------------------------------------------ 15.4
    "15.4": (
        (
            WRONG,
            "far side",
            """
def cap_share(h0):
    return (1 + h0) / 2
""",
        ),
        (
            WRONG,
            "height",
            """
def cap_share(h0):
    return 1 - h0
""",
        ),
        (
            WRONG,
            "angle over π",
            """
def cap_share(h0):
    return torch.acos(h0) / math.pi
""",
        ),
        (
            WRONG,
            "h itself",
            """
def cap_share(h0):
    return h0
""",
        ),
        (
            WRONG,
            "half",
            """
def cap_share(h0):
    return (1 - h0) / 4
""",
        ),
        (
            WRONG,
            "area of the cap",
            """
def cap_share(h0):
    return 2 * math.pi * (1 - h0)
""",
        ),
        (
            WRONG,
            "sine squared",
            """
def cap_share(h0):
    return (1 - h0**2) / 2
""",
        ),
        (
            WRONG,
            "flat disk",
            """
def cap_share(h0):
    return 1 - h0**2
""",
        ),
        (
            WRONG,
            "absolute height",
            """
def cap_share(h0):
    return (1 - h0.abs()) / 2
""",
        ),
        (
            WRONG,
            "per hemisphere",
            """
def cap_share(h0):
    return 2 * math.pi * (1 - h0) / (2 * math.pi)
""",
        ),
        (
            RIGHT,
            "plain",
            """
def cap_share(h0):
    return (1 - h0) / 2
""",
        ),
        (
            RIGHT,
            "area over area",
            """
def cap_share(h0):
    cap = 2 * math.pi * (1 - h0)
    return cap / (4 * math.pi)
""",
        ),
        (
            RIGHT,
            "half the angle",
            """
def cap_share(h0):
    return torch.sin(torch.acos(h0) / 2) ** 2
""",
        ),
        (
            RIGHT,
            "half minus half",
            """
def cap_share(h0):
    return 0.5 - 0.5 * h0
""",
        ),
    ),
    # ------------------------------------------------------------------ 15.5
    "15.5": (
        (
            WRONG,
            "one λ per batch",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(1))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "number from a generator",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * math.exp(0.3 * torch.randn(()).item())
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "normal",
            """
def simulate_with_ice(track, count):
    ice = 0.7 + 0.3 * torch.randn(count)
    return track.sample(count, ice=ice.clamp(min=0.01))
""",
        ),
        (
            WRONG,
            "no 0.7",
            """
def simulate_with_ice(track, count):
    ice = torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "0.7 fixed",
            """
def simulate_with_ice(track, count):
    ice = torch.full((count,), 0.7)
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "λ shown to the network",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    x, seen = track.sample(count, ice=ice)
    return x, torch.cat([seen, ice[:, None]], -1)
""",
        ),
        (
            WRONG,
            "uniform",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.rand(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "variance for width",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(math.sqrt(0.3) * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "the ice not given",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count)
""",
        ),
        (
            WRONG,
            "only what was seen",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)[1]
""",
        ),
        (
            WRONG,
            "seeded",
            """
def simulate_with_ice(track, count):
    torch.manual_seed(0)
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            RIGHT,
            "plain",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            RIGHT,
            "torch's log-normal",
            """
def simulate_with_ice(track, count):
    ice = torch.distributions.LogNormal(math.log(0.7), 0.3).sample((count,))
    x, seen = track.sample(count, ice=ice)
    return x, seen
""",
        ),
        (
            RIGHT,
            "in logarithms",
            """
def simulate_with_ice(track, count):
    log_ice = torch.normal(math.log(0.7), 0.3, size=(count,))
    return track.sample(count, ice=log_ice.exp())
""",
        ),
        (
            RIGHT,
            "event by event",
            """
def simulate_with_ice(track, count):
    ice = torch.stack([0.7 * torch.exp(0.3 * torch.randn(())) for _ in range(count)])
    return track.sample(n=count, ice=ice)
""",
        ),
    ),
    # ------------------------------------------------------------------ 15.6
    "15.6": (
        (
            WRONG,
            "equal areas",
            """
def region_area(log_p, cell_area, p):
    order = torch.argsort(log_p, descending=True)
    mass = log_p[order].exp()
    mass = mass / mass.sum()
    k = (mass.cumsum(0) < p).sum() + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "ascending",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort()
    mass = (log_p.exp() * cell_area)[order]
    k = (mass.cumsum(0) < p).sum() + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "part of the maximum",
            """
def region_area(log_p, cell_area, p):
    return cell_area[log_p.exp() > p * log_p.exp().max()].sum()
""",
        ),
        (
            WRONG,
            "number of cells",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order]
    return (mass.cumsum(0) < p).sum() + 1
""",
        ),
        (
            WRONG,
            "share of the sky",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order]
    k = (mass.cumsum(0) < p).sum() + 1
    return cell_area[order][:k].sum() / cell_area.sum()
""",
        ),
        (
            WRONG,
            "p times the area",
            """
def region_area(log_p, cell_area, p):
    return p * cell_area.sum()
""",
        ),
        (
            WRONG,
            "quantile of the cells",
            """
def region_area(log_p, cell_area, p):
    edge = torch.quantile(log_p, 1 - p)
    return cell_area[log_p >= edge].sum()
""",
        ),
        (
            WRONG,
            "last cell left out",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order]
    k = (mass.cumsum(0) < p).sum()
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "sorted by mass",
            """
def region_area(log_p, cell_area, p):
    mass = log_p.exp() * cell_area
    order = mass.argsort(descending=True)
    k = (mass[order].cumsum(0) < p).sum() + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "areas not sorted along",
            """
def region_area(log_p, cell_area, p):
    mass, order = (log_p.exp() * cell_area).sort(descending=True)
    k = (mass.cumsum(0) < p).sum() + 1
    return cell_area[:k].sum()
""",
        ),
        (
            WRONG,
            "the mass in it",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order]
    k = (mass.cumsum(0) < p).sum() + 1
    return mass[:k].sum()
""",
        ),
        (
            RIGHT,
            "sorted, cumulated",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    area = cell_area[order]
    mass = (log_p[order].exp() * area).cumsum(0)
    k = (mass < p).sum() + 1
    return area[:k].sum()
""",
        ),
        (
            RIGHT,
            "the mass before",
            """
def region_area(log_p, cell_area, p):
    order = torch.argsort(log_p, descending=True)
    mass = torch.exp(log_p[order]) * cell_area[order]
    before = torch.cumsum(mass, 0) - mass
    return cell_area[order][before < p].sum()
""",
        ),
        (
            RIGHT,
            "a loop",
            """
def region_area(log_p, cell_area, p):
    total, area = 0.0, 0.0
    for i in sorted(range(len(log_p)), key=lambda i: -log_p[i].item()):
        total += math.exp(log_p[i].item()) * cell_area[i].item()
        area += cell_area[i].item()
        if total >= p:
            break
    return area
""",
        ),
        (
            RIGHT,
            "searchsorted",
            """
def region_area(log_p, cell_area, p):
    log_p, order = log_p.sort(descending=True)
    area = cell_area[order]
    cum = torch.cumsum(log_p.exp() * area, 0)
    k = torch.searchsorted(cum, torch.tensor(p, dtype=cum.dtype))
    return area[: k + 1].sum()
""",
        ),
    ),
    # ------------------------------------------------------------------ 15.7
    "15.7": (
        (
            WRONG,
            "without the 1",
            """
def goodness(t, reference):
    return (reference[:, None] >= t).double().mean(0)
""",
        ),
        (
            WRONG,
            "strictly odder",
            """
def goodness(t, reference):
    return (1 + (reference[:, None] > t).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "lower tail",
            """
def goodness(t, reference):
    return (1 + (reference[:, None] <= t).sum(0)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "two-sided",
            """
def goodness(t, reference):
    up = (1 + (reference[:, None] >= t).sum(0)) / (1 + len(reference))
    return 2 * torch.minimum(up, 1 - up)
""",
        ),
        (
            WRONG,
            "z-score",
            """
def goodness(t, reference):
    return (t - reference.mean()) / reference.std()
""",
        ),
        (
            WRONG,
            "normal tail",
            """
def goodness(t, reference):
    z = (t - reference.mean()) / reference.std()
    return 1 - torch.special.ndtr(z)
""",
        ),
        (
            WRONG,
            "divided by m",
            """
def goodness(t, reference):
    return (1 + (reference[:, None] >= t).sum(0)) / len(reference)
""",
        ),
        (
            WRONG,
            "divided by k + 1",
            """
def goodness(t, reference):
    return (1 + (reference[:, None] >= t).sum(0)) / (1 + len(t))
""",
        ),
        (
            WRONG,
            "count",
            """
def goodness(t, reference):
    return 1 + (reference[:, None] >= t).sum(0)
""",
        ),
        (
            WRONG,
            "one for all",
            """
def goodness(t, reference):
    return ((reference[:, None] >= t).sum() + 1) / (len(reference) + 1)
""",
        ),
        (
            RIGHT,
            "plain",
            """
def goodness(t, reference):
    return (1 + (reference[:, None] >= t).sum(0)) / (1 + len(reference))
""",
        ),
        (
            RIGHT,
            "event by event",
            """
def goodness(t, reference):
    return torch.stack([(1 + (reference >= one).sum()) / (len(reference) + 1) for one in t])
""",
        ),
        (
            RIGHT,
            "the event among them",
            """
def goodness(t, reference):
    return torch.stack([(torch.cat([reference, one[None]]) >= one).double().mean() for one in t])
""",
        ),
        (
            RIGHT,
            "by a search",
            """
def goodness(t, reference):
    below = torch.searchsorted(reference.sort().values, t)
    return (len(reference) - below + 1) / (len(reference) + 1)
""",
        ),
    ),
}
