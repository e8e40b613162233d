RIGHT, WRONG = "right", "wrong"
ANSWERS = {
    "15.1": (
        (
            RIGHT,
            "the foot on the line is taken away, by einsum",
            """
def expected_light(n, log_energy, length, sensors):
    along = torch.einsum("kc,sc->ks", n, sensors)
    foot = along[:, :, None] * n[:, None, :]
    d = (sensors[None] - foot).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            RIGHT,
            "the length of the cross product, components by hand",
            """
def expected_light(n, log_energy, length, sensors):
    a, b, c = (n[:, i].unsqueeze(1) for i in range(3))
    x, y, z = (sensors[:, i].unsqueeze(0) for i in range(3))
    d = ((b * z - c * y) ** 2 + (c * x - a * z) ** 2 + (a * y - b * x) ** 2).sqrt()
    return (log_energy.unsqueeze(1) - d / length - (d + 0.3).log()).exp() + 0.02
""",
        ),
        (
            RIGHT,
            "two loops, one number after the other",
            """
def expected_light(n, log_energy, length, sensors):
    rows = []
    for i in range(len(n)):
        row = []
        for j in range(len(sensors)):
            r = sensors[j]
            d = torch.linalg.vector_norm(r - torch.dot(r, n[i]) * n[i])
            energy = log_energy[i].exp()
            row.append(energy * torch.exp(-d / length) / (d + 0.3) + 0.02)
        rows.append(torch.stack(row))
    return torch.stack(rows)
""",
        ),
        (
            RIGHT,
            "the projector 1 - n n^T of each track, as a matrix",
            """
def expected_light(n, log_energy, length, sensors):
    projector = torch.eye(3, dtype=n.dtype) - n[:, :, None] @ n[:, None, :]
    across = sensors @ projector  # (k, S, 3), since the projector is symmetric
    d = across.pow(2).sum(-1).sqrt()
    light = torch.exp(-d / length).div(d + 0.3)
    return light.mul(log_energy.exp()[:, None]).add(0.02)
""",
        ),
        (
            RIGHT,
            "torch.linalg.cross with broadcasting, sensors first, then transposed",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.norm(torch.linalg.cross(sensors[:, None, :], n[None, :, :]), dim=2)
    mu = torch.exp(log_energy) * torch.exp(-d / length) / (0.3 + d) + 0.02
    return mu.T
""",
        ),
        (
            WRONG,
            "the track begins in the middle: a ray, not a line",
            """
def expected_light(n, log_energy, length, sensors):
    along = (n @ sensors.T).clamp(min=0)
    d = (sensors - along[..., None] * n[:, None]).norm(dim=-1)
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "the track ends at the surface of the ball: a piece from -n to n",
            """
def expected_light(n, log_energy, length, sensors):
    along = (n @ sensors.T).clamp(-1, 1)
    d = (sensors - along[..., None] * n[:, None]).norm(dim=-1)
    return log_energy.exp()[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "takes every sensor to be at distance 1: d^2 = 1 - (n.r)^2",
            """
def expected_light(n, log_energy, length, sensors):
    cos = n @ sensors.T
    d = (1 - cos**2).clamp(min=0).sqrt()
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "brings all sensors to the unit sphere first",
            """
def expected_light(n, log_energy, length, sensors):
    r = sensors / sensors.norm(dim=1, keepdim=True)
    d = torch.linalg.cross(n[:, None, :], r[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "distance from the sensor to the point n instead of to the line",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.cdist(n, sensors)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "takes the distance along the track, |n.r|, for the distance from it",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.abs(n @ sensors.T)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "forgot the square root: d is the square of the distance",
            """
def expected_light(n, log_energy, length, sensors):
    d = (sensors**2).sum(-1) - (n @ sensors.T) ** 2
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "the light grows with the distance: sign of the exponent",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "d times the length instead of d over it",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d * length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "log energy used as if it were the energy",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return log_energy[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "takes the log for one to the base 10",
            """
def expected_light(n, log_energy, length, sensors):
    along = n @ sensors.T
    d = (sensors[None] - along[..., None] * n[:, None]).norm(dim=-1)
    return 10 ** log_energy[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "the 0.02 is multiplied by the energy, too",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * (torch.exp(-d / length) / (d + 0.3) + 0.02)
""",
        ),
        (
            WRONG,
            "forgot the 0.02",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3)
""",
        ),
        (
            WRONG,
            "brackets around d + 0.3 missing",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / d + 0.3 + 0.02
""",
        ),
        (
            WRONG,
            "light falls with the square of the distance",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d**2 + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "the result is (S, k)",
            """
def expected_light(n, log_energy, length, sensors):
    along = sensors @ n.T
    d = (sensors[:, None] - along[..., None] * n[None]).norm(dim=-1)
    return torch.exp(log_energy) * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "all tracks get the energy of the first: works for one event only",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return math.exp(log_energy[0]) * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "energy not unsqueezed: it is broadcast along the sensors",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    return log_energy.exp() * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "a plane instead of a line: cross product's components summed, not its length",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).sum(-1).abs()
    return torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
""",
        ),
        (
            WRONG,
            "draws the counts instead of giving what is expected",
            """
def expected_light(n, log_energy, length, sensors):
    d = torch.linalg.cross(n[:, None, :], sensors[None, :, :]).norm(dim=-1)
    mu = torch.exp(log_energy)[:, None] * torch.exp(-d / length) / (d + 0.3) + 0.02
    return torch.poisson(mu)
""",
        ),
    ),
    "15.2": (
        (
            RIGHT,
            "term by term",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_p_n = -math.log(4 * math.pi) + direction_log_det
    log_p_e = -0.5 * z**2 - 0.5 * math.log(2 * math.pi) + energy_log_det
    return log_p_n + log_p_e
""",
        ),
        (
            RIGHT,
            "torch.distributions for the normal",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    normal = torch.distributions.Normal(torch.zeros_like(z), torch.ones_like(z))
    whole = torch.as_tensor(4 * torch.pi, dtype=z.dtype)
    return normal.log_prob(z) + energy_log_det + direction_log_det - whole.log()
""",
        ),
        (
            RIGHT,
            "all constants joined: -1.5 log 2pi - log 2",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    constant = 1.5 * math.log(2 * math.pi) + math.log(2)
    return direction_log_det + energy_log_det - z.square() / 2 - constant
""",
        ),
        (
            RIGHT,
            "a loop over the events, stacked",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    out = []
    for a, b, c in zip(direction_log_det, z, energy_log_det):
        sphere = a - math.log(math.pi) - math.log(4)
        line = c - (b * b + math.log(2 * math.pi)) / 2
        out.append(sphere + line)
    return torch.stack(out)
""",
        ),
        (
            RIGHT,
            "einsum over a stack, with weights",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    terms = torch.stack([direction_log_det, energy_log_det, z * z, torch.ones_like(z)])
    constant = -math.log(4 * math.pi) - math.log(math.sqrt(2 * math.pi))
    weights = torch.tensor([1.0, 1.0, -0.5, constant], dtype=z.dtype)
    return torch.einsum("tk,t->k", terms, weights)
""",
        ),
        (
            WRONG,
            "forgot the uniform base of the sphere",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det + energy_log_det - 0.5 * z**2 - 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "plus log 4pi instead of minus",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return direction_log_det + math.log(4 * math.pi) + log_normal + energy_log_det
""",
        ),
        (
            WRONG,
            "both log-dets subtracted, as if they were of the forward map",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    base = -math.log(4 * math.pi) - 0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return base - direction_log_det - energy_log_det
""",
        ),
        (
            WRONG,
            "the energy's log-det subtracted",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * (z**2 + math.log(2 * math.pi))
    return direction_log_det - math.log(4 * math.pi) + log_normal - energy_log_det
""",
        ),
        (
            WRONG,
            "half a sphere: log 2pi for the base",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return direction_log_det - math.log(2 * math.pi) + log_normal + energy_log_det
""",
        ),
        (
            WRONG,
            "the volume of the ball, 4pi/3, for the area of the sphere",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return direction_log_det - math.log(4 / 3 * math.pi) + log_normal + energy_log_det
""",
        ),
        (
            WRONG,
            "the normal's constant is forgotten",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det - math.log(4 * math.pi) - z**2 / 2 + energy_log_det
""",
        ),
        (
            WRONG,
            "log 2pi without the half",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * z**2 - math.log(2 * math.pi)
    return direction_log_det - math.log(4 * math.pi) + log_normal + energy_log_det
""",
        ),
        (
            WRONG,
            "z^2 without the half",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -(z**2) - 0.5 * math.log(2 * math.pi)
    return direction_log_det - math.log(4 * math.pi) + log_normal + energy_log_det
""",
        ),
        (
            WRONG,
            "the energy's flow has no log-det",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    normal = torch.distributions.Normal(0.0, 1.0)
    return direction_log_det - math.log(4 * math.pi) + normal.log_prob(z)
""",
        ),
        (
            WRONG,
            "the sum over the events: one number",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return (direction_log_det - math.log(4 * math.pi) + log_normal + energy_log_det).sum()
""",
        ),
        (
            WRONG,
            "the density instead of its logarithm",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    p_n = direction_log_det.exp() / (4 * math.pi)
    p_e = energy_log_det.exp() * torch.exp(-0.5 * z**2) / math.sqrt(2 * math.pi)
    return p_n * p_e
""",
        ),
        (
            WRONG,
            "densities added instead of multiplied",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_n = direction_log_det - math.log(4 * math.pi)
    log_e = energy_log_det - 0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return torch.logaddexp(log_n, log_e)
""",
        ),
        (
            WRONG,
            "the logarithms multiplied",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_n = direction_log_det - math.log(4 * math.pi)
    log_e = energy_log_det - 0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return log_n * log_e
""",
        ),
        (
            WRONG,
            "-log p, the loss",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_n = direction_log_det - math.log(4 * math.pi)
    log_e = energy_log_det - 0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return -(log_n + log_e)
""",
        ),
        (
            WRONG,
            "takes the log-dets for determinants and takes their logarithm again",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_n = torch.log(direction_log_det.abs()) - math.log(4 * math.pi)
    log_e = torch.log(energy_log_det.abs()) - 0.5 * z**2 - 0.5 * math.log(2 * math.pi)
    return log_n + log_e
""",
        ),
        (
            WRONG,
            "log-dets copied out of the graph: no gradient reaches the flows",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_det = (direction_log_det + energy_log_det).detach()
    return log_det - math.log(4 * math.pi) - 0.5 * z.detach() ** 2 - 0.5 * math.log(2 * math.pi)
""",
        ),
        (
            WRONG,
            "a uniform base for the energy, too: z is not used",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    return direction_log_det + energy_log_det - math.log(4 * math.pi)
""",
        ),
        (
            WRONG,
            "each event's z turned to a row: the result is (k, k)",
            """
def joint_log_prob(direction_log_det, z, energy_log_det):
    log_normal = -0.5 * z[:, None] ** 2 - 0.5 * math.log(2 * math.pi)
    return direction_log_det - math.log(4 * math.pi) + log_normal + energy_log_det
""",
        ),
    ),
    "15.3": (
        (
            RIGHT,
            "long, with names for everything",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    posterior = flow(seen)
    log_p = posterior.log_prob(x)
    return torch.mean(-log_p)
""",
        ),
        (
            RIGHT,
            "a sum over the events, divided by their number",
            """
def loss(flow, simulate):
    pair = simulate(256)
    log_p = flow(pair[1]).log_prob(pair[0])
    return -log_p.sum() / log_p.shape[0]
""",
        ),
        (
            RIGHT,
            "a loop that adds up the events",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    total = 0.0
    for one in flow(seen).log_prob(x):
        total = total - one / 256
    return total
""",
        ),
        (
            RIGHT,
            "one line, by a nested function",
            """
def loss(flow, simulate):
    return (lambda x, seen: flow(seen).log_prob(x).neg().mean())(*simulate(256))
""",
        ),
        (
            RIGHT,
            "a scalar product with equal weights",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    log_p = flow(seen).log_prob(x)
    return log_p @ torch.full_like(log_p, -1 / 256)
""",
        ),
        (
            WRONG,
            "sign lost: makes the events as unlikely as possible",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "the sum instead of the mean",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).sum()
""",
        ),
        (
            WRONG,
            "a number of Python: backward() finds nothing",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean().item()
""",
        ),
        (
            WRONG,
            "no_grad around the whole: no gradient",
            """
def loss(flow, simulate):
    with torch.no_grad():
        x, seen = simulate(256)
        return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "a new tensor with requires_grad: backward() works but never reaches the flow",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    value = float(-flow(seen).log_prob(x).mean())
    return torch.tensor(value, requires_grad=True)
""",
        ),
        (
            WRONG,
            "two calls: x of some events, seen of others",
            """
def loss(flow, simulate):
    x = simulate(256)[0]
    seen = simulate(256)[1]
    return -flow(seen).log_prob(x).mean()
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
            "draws the events once and keeps them for all later steps",
            """
events = []


def loss(flow, simulate):
    if not events:
        events.append(simulate(256))
    x, seen = events[0]
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "sets the seed in each step: the same events again and again",
            """
def loss(flow, simulate):
    torch.manual_seed(0)
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "asks for 1000 events",
            """
def loss(flow, simulate):
    x, seen = simulate(1000)
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "uses only the first half of the events",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen[:128]).log_prob(x[:128]).mean()
""",
        ),
        (
            WRONG,
            "one loss for each event, not their mean",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x)
""",
        ),
        (
            WRONG,
            "the mean of the density, not of its logarithm",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).exp().mean()
""",
        ),
        (
            WRONG,
            "the logarithm of the mean density",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    log_p = flow(seen).log_prob(x)
    return -(torch.logsumexp(log_p, 0) - math.log(256))
""",
        ),
        (
            WRONG,
            "takes the logarithm once more",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -torch.log(flow(seen).log_prob(x).abs()).mean()
""",
        ),
        (
            WRONG,
            "the absolute value instead of the minus",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return flow(seen).log_prob(x).abs().mean()
""",
        ),
        (
            WRONG,
            "calls backward() itself: the caller cannot do it again",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    value = -flow(seen).log_prob(x).mean()
    value.backward()
    return value
""",
        ),
        (
            WRONG,
            "divided by 256 after the mean",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).mean() / 256
""",
        ),
        (
            WRONG,
            "the median, against outliers",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x).median()
""",
        ),
        (
            WRONG,
            "shuffles x, but not seen with it",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    x = x[torch.randperm(256)]
    return -flow(seen).log_prob(x).mean()
""",
        ),
        (
            WRONG,
            "only the first event",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    return -flow(seen).log_prob(x)[0]
""",
        ),
        (
            WRONG,
            "one answer to the mean of all that was seen",
            """
def loss(flow, simulate):
    x, seen = simulate(256)
    seen = seen.mean(0, keepdim=True).expand_as(seen)
    return -flow(seen).log_prob(x).mean()
""",
        ),
    ),
    "15.4": (
        (
            RIGHT,
            "area of the cap over area of the sphere",
            """
def cap_share(h0):
    cap = 2 * math.pi * (1 - h0)
    sphere = 4 * math.pi
    return cap / sphere
""",
        ),
        (
            RIGHT,
            "by the half angle: sin^2(theta / 2)",
            """
def cap_share(h0):
    theta = torch.arccos(h0)
    return torch.sin(theta / 2) ** 2
""",
        ),
        (
            RIGHT,
            "lerp from 1 to 0",
            """
def cap_share(h0):
    t = 0.5 * (h0 + 1)
    return torch.lerp(torch.ones_like(h0), torch.zeros_like(h0), t)
""",
        ),
        (
            RIGHT,
            "a loop over the flattened tensor, then back to the shape",
            """
def cap_share(h0):
    shares = [0.5 - 0.5 * h for h in h0.reshape(-1)]
    return torch.stack(shares).reshape(h0.shape)
""",
        ),
        (
            RIGHT,
            "one minus the share below",
            """
def cap_share(h0):
    below = (h0 - (-1)).div(2)
    return below.neg().add(1)
""",
        ),
        (
            WRONG,
            "the share below h0, not above",
            """
def cap_share(h0):
    return (1 + h0) / 2
""",
        ),
        (
            WRONG,
            "forgot the half",
            """
def cap_share(h0):
    return 1 - h0
""",
        ),
        (
            WRONG,
            "the height itself",
            """
def cap_share(h0):
    return h0
""",
        ),
        (
            WRONG,
            "the area of the cap, not its share",
            """
def cap_share(h0):
    return 2 * math.pi * (1 - h0)
""",
        ),
        (
            WRONG,
            "divides by 4 instead of 2: pi (1 - h) over 4 pi",
            """
def cap_share(h0):
    return math.pi * (1 - h0) / (4 * math.pi)
""",
        ),
        (
            WRONG,
            "the share of the angle instead of the area",
            """
def cap_share(h0):
    return torch.acos(h0) / math.pi
""",
        ),
        (
            WRONG,
            "the volume of the ball's cap",
            """
def cap_share(h0):
    return (1 - h0) ** 2 * (2 + h0) / 4
""",
        ),
        (
            WRONG,
            "the flat disc that the cap stands on: 1 - h^2",
            """
def cap_share(h0):
    return 1 - h0**2
""",
        ),
        (
            WRONG,
            "a normal base: the tail of the Gaussian",
            """
def cap_share(h0):
    return 1 - torch.special.ndtr(h0)
""",
        ),
        (
            WRONG,
            "copied from the energy: the central interval",
            """
def cap_share(h0):
    return (2 * torch.special.ndtr(h0) - 1).abs()
""",
        ),
        (
            WRONG,
            "copied from chapter 13: the ball of a normal base in 2 dimensions",
            """
def cap_share(h0):
    return 1 - torch.exp(-0.5 * h0**2)
""",
        ),
        (
            WRONG,
            "southern heights treated like northern ones",
            """
def cap_share(h0):
    return (1 - h0.abs()) / 2
""",
        ),
        (
            WRONG,
            "nothing below the equator: clamped at a half",
            """
def cap_share(h0):
    return (1 - h0.clamp(min=0)) / 2
""",
        ),
        (
            WRONG,
            "brackets missing: 1 - h0/2",
            """
def cap_share(h0):
    return 1 - h0 / 2
""",
        ),
        (
            WRONG,
            "one number for all: the mean share",
            """
def cap_share(h0):
    return ((1 - h0) / 2).mean()
""",
        ),
        (
            RIGHT,
            "works for a single number only",
            """
def cap_share(h0):
    return torch.tensor((1 - float(h0)) / 2)
""",
        ),
        (
            RIGHT,
            "if on a tensor: only for a single number",
            """
def cap_share(h0):
    if h0 >= 1:
        return torch.zeros_like(h0)
    if h0 <= -1:
        return torch.ones_like(h0)
    return (1 - h0) / 2
""",
        ),
        (
            WRONG,
            "the shape is lost: always flat",
            """
def cap_share(h0):
    return (1 - h0.reshape(-1, 1)) / 2
""",
        ),
        (
            WRONG,
            "counts the events in the cap, instead of the share of the base",
            """
def cap_share(h0):
    flat = h0.flatten()
    share = (flat[None, :] >= flat[:, None]).double().mean(1)
    return share.reshape(h0.shape)
""",
        ),
        (
            WRONG,
            "integer division",
            """
def cap_share(h0):
    return (1 - h0) // 2
""",
        ),
        (
            WRONG,
            "cosine instead of sine of the half angle",
            """
def cap_share(h0):
    return torch.cos(torch.arccos(h0) / 2) ** 2
""",
        ),
        (
            RIGHT,
            "overwrites the caller's heights (a second call then gives other numbers)",
            """
def cap_share(h0):
    h0 *= -1
    h0 += 1
    h0 /= 2
    return h0
""",
        ),
    ),
    "15.5": (
        (
            RIGHT,
            "step by step",
            """
def simulate_with_ice(track, count):
    epsilon = torch.randn(count)
    ice = 0.7 * torch.exp(0.3 * epsilon)
    x, seen = track.sample(count, ice=ice)
    return x, seen
""",
        ),
        (
            RIGHT,
            "a log-normal distribution of torch",
            """
def simulate_with_ice(track, count):
    law = torch.distributions.LogNormal(math.log(0.7), 0.3)
    return track.sample(count, ice=law.sample((count,)))
""",
        ),
        (
            RIGHT,
            "a normal log-length, then exp",
            """
def simulate_with_ice(track, count):
    log_length = torch.normal(math.log(0.7), 0.3, size=(count,))
    return tuple(track.sample(count, ice=log_length.exp()))
""",
        ),
        (
            RIGHT,
            "a loop: one length after the other",
            """
def simulate_with_ice(track, count):
    lengths = []
    for _ in range(count):
        lengths.append(0.7 * math.exp(0.3 * torch.randn(()).item()))
    events = track.sample(count, ice=torch.tensor(lengths))
    return events[0], events[1]
""",
        ),
        (
            RIGHT,
            "the inverse of the distribution function of uniform numbers, as a power",
            """
def simulate_with_ice(track, count):
    u = torch.rand(count).clamp(1e-6, 1 - 1e-6)
    epsilon = torch.special.ndtri(u)
    factor = torch.full((count,), math.exp(0.3)) ** epsilon
    return track.sample(count, ice=factor.mul(0.7))
""",
        ),
        (
            WRONG,
            "one ice for all the events of a call",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(1)).expand(count)
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "additive: 0.7 (1 + 0.3 eps) may be negative",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * (1 + 0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "normal with mean 0.7 and width 0.3",
            """
def simulate_with_ice(track, count):
    ice = 0.7 + 0.3 * torch.randn(count)
    return track.sample(count, ice=ice.abs())
""",
        ),
        (
            WRONG,
            "uniform epsilon: the ice is only ever clearer",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.rand(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "uniform between -1 and 1 instead of normal",
            """
def simulate_with_ice(track, count):
    epsilon = 2 * torch.rand(count) - 1
    return track.sample(count, ice=0.7 * torch.exp(0.3 * epsilon))
""",
        ),
        (
            WRONG,
            "0.7 forgotten: around 1",
            """
def simulate_with_ice(track, count):
    ice = torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "0.3 forgotten: far too wide",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "0.7 inside of the exponent: around 2",
            """
def simulate_with_ice(track, count):
    ice = torch.exp(0.7 + 0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "the numbers exchanged: 0.3 e^(0.7 eps)",
            """
def simulate_with_ice(track, count):
    ice = 0.3 * torch.exp(0.7 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "0.3 taken for a variance",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(math.sqrt(0.3) * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "powers of ten",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * 10 ** (0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "the exponential without the random sign: ice only duller",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(-0.3 * torch.randn(count).abs())
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "draws the ice, then forgets to hand it over",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count)
""",
        ),
        (
            WRONG,
            "the same ice at each call: a generator with a fixed seed",
            """
def simulate_with_ice(track, count):
    g = torch.Generator().manual_seed(42)
    ice = 0.7 * torch.exp(0.3 * torch.randn(count, generator=g))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "the same events at each call: sets the seed",
            """
def simulate_with_ice(track, count):
    torch.manual_seed(0)
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "the pair in the wrong order",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    x, seen = track.sample(count, ice=ice)
    return seen, x
""",
        ),
        (
            WRONG,
            "tells the network the ice, as a 25th number",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    x, seen = track.sample(count, ice=ice)
    return x, torch.cat([seen, ice[:, None].to(seen.dtype)], dim=1)
""",
        ),
        (
            WRONG,
            "returns the ice as a third",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    x, seen = track.sample(count, ice=ice)
    return x, seen, ice
""",
        ),
        (
            WRONG,
            "x of nominal events, seen of others",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    x, _ = track.sample(count)
    _, seen = track.sample(count, ice=ice)
    return x, seen
""",
        ),
        (
            WRONG,
            "always 256 events",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(256))
    return track.sample(256, ice=ice)
""",
        ),
        (
            WRONG,
            "an ice for each sensor of each event, averaged: far too narrow",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count, 12)).mean(1)
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "ice as a column (count, 1)",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count, 1))
    return track.sample(count, ice=ice)
""",
        ),
        (
            WRONG,
            "shuffles x but not seen",
            """
def simulate_with_ice(track, count):
    ice = 0.7 * torch.exp(0.3 * torch.randn(count))
    x, seen = track.sample(count, ice=ice)
    return x[torch.randperm(count)], seen
""",
        ),
        (
            WRONG,
            "cuts off the rare ice: epsilon clamped at one sigma",
            """
def simulate_with_ice(track, count):
    epsilon = torch.randn(count).clamp(-1, 1)
    return track.sample(count, ice=0.7 * torch.exp(0.3 * epsilon))
""",
        ),
    ),
    "15.6": (
        (
            RIGHT,
            "a plain loop over the densest cells",
            """
def region_area(log_p, cell_area, p):
    order = torch.argsort(log_p, descending=True)
    mass, area = 0.0, 0.0
    for i in order.tolist():
        mass += math.exp(float(log_p[i])) * float(cell_area[i])
        area += float(cell_area[i])
        if mass >= p:
            break
    return area
""",
        ),
        (
            RIGHT,
            "sort, cumsum, searchsorted",
            """
def region_area(log_p, cell_area, p):
    density, order = log_p.exp().sort(descending=True)
    areas = cell_area[order]
    mass = torch.cumsum(density * areas, 0)
    last = min(int(torch.searchsorted(mass, torch.tensor(p, dtype=mass.dtype))), len(mass) - 1)
    return areas[: last + 1].sum()
""",
        ),
        (
            RIGHT,
            "a mask: cells whose mass before them is below p",
            """
def region_area(log_p, cell_area, p):
    order = (-log_p).argsort()
    mass = (log_p[order] + cell_area[order].log()).exp()
    before = torch.cat([mass.new_zeros(1), mass.cumsum(0)[:-1]])
    return torch.where(before < p, cell_area[order], torch.zeros_like(mass)).sum()
""",
        ),
        (
            RIGHT,
            "NumPy habits: argsort, cumsum, argmax",
            """
def region_area(log_p, cell_area, p):
    lp, a = np.asarray(log_p.detach()), np.asarray(cell_area.detach())
    idx = np.argsort(lp)[::-1]
    cum = np.cumsum(np.exp(lp[idx]) * a[idx])
    k = np.argmax(cum >= p) if (cum >= p).any() else len(cum) - 1
    return float(np.cumsum(a[idx])[k])
""",
        ),
        (
            RIGHT,
            "while, taking out the densest cell each time",
            """
def region_area(log_p, cell_area, p):
    left = log_p.clone()
    mass = area = 0
    while mass < p and torch.isfinite(left).any():
        i = left.argmax()
        mass = mass + torch.exp(log_p[i]) * cell_area[i]
        area = area + cell_area[i]
        left[i] = -math.inf
    return area
""",
        ),
        (
            WRONG,
            "cells with the most mass first, not the densest",
            """
def region_area(log_p, cell_area, p):
    mass = log_p.exp() * cell_area
    order = mass.argsort(descending=True)
    k = int((mass[order].cumsum(0) < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "the thinnest cells first",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort()
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "no sorting at all",
            """
def region_area(log_p, cell_area, p):
    mass = torch.cumsum(log_p.exp() * cell_area, 0)
    k = int((mass < p).sum()) + 1
    return cell_area[:k].sum()
""",
        ),
        (
            WRONG,
            "sorts the masses but not the areas",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[:k].sum()
""",
        ),
        (
            WRONG,
            "density sorted, multiplied by areas that are not",
            """
def region_area(log_p, cell_area, p):
    density, order = log_p.exp().sort(descending=True)
    mass = (density * cell_area).cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "density normalised as if it were the mass: cells of equal area",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = torch.softmax(log_p, 0)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "the number of cells times the mean area",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return k * cell_area.mean()
""",
        ),
        (
            WRONG,
            "the number of cells",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    return int((mass < p).sum()) + 1
""",
        ),
        (
            WRONG,
            "the last cell is left out: less than p inside",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    return cell_area[order][mass < p].sum()
""",
        ),
        (
            WRONG,
            "one cell too many",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][: k + 1].sum()
""",
        ),
        (
            WRONG,
            "a part of the last cell only, interpolated",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    a = cell_area[order]
    m = log_p.exp()[order] * a
    cum = m.cumsum(0)
    k = min(int((cum < p).sum()), len(m) - 1)
    return a[:k].sum() + (p - (cum[k] - m[k])) / m[k] * a[k]
""",
        ),
        (
            WRONG,
            "68 % whatever p is",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < 0.68).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "the mass of the region instead of its area",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    m = (log_p.exp() * cell_area)[order]
    k = int((m.cumsum(0) < p).sum()) + 1
    return m[:k].sum()
""",
        ),
        (
            WRONG,
            "the share p of the sky's area",
            """
def region_area(log_p, cell_area, p):
    return p * cell_area.sum()
""",
        ),
        (
            WRONG,
            "cells that reach the share 1 - p of the greatest density",
            """
def region_area(log_p, cell_area, p):
    density = log_p.exp()
    return cell_area[density >= (1 - p) * density.max()].sum()
""",
        ),
        (
            WRONG,
            "a quantile of the cells' densities, without weights",
            """
def region_area(log_p, cell_area, p):
    cut = torch.quantile(log_p, 1 - p)
    return cell_area[log_p >= cut].sum()
""",
        ),
        (
            WRONG,
            "log density used as if it were the density",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "smallest cells first, to keep the region small",
            """
def region_area(log_p, cell_area, p):
    order = cell_area.argsort()
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "gives the areas of all cells of the region, not their sum",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k]
""",
        ),
        (
            WRONG,
            "the mass outside: 1 - p",
            """
def region_area(log_p, cell_area, p):
    order = log_p.argsort(descending=True)
    mass = (log_p.exp() * cell_area)[order].cumsum(0)
    k = int((mass < 1 - p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
        (
            WRONG,
            "divides by the area: takes log_p for the mass of a cell",
            """
def region_area(log_p, cell_area, p):
    density = log_p.exp() / cell_area
    order = density.argsort(descending=True)
    mass = log_p.exp()[order].cumsum(0)
    k = int((mass < p).sum()) + 1
    return cell_area[order][:k].sum()
""",
        ),
    ),
    "15.7": (
        (
            RIGHT,
            "a table of comparisons, (k, m)",
            """
def goodness(t, reference):
    at_least = reference[None, :] >= t[:, None]
    return (1 + at_least.sum(dim=1)) / (1 + len(reference))
""",
        ),
        (
            RIGHT,
            "sorted reference and searchsorted from the left",
            """
def goodness(t, reference):
    ordered, _ = torch.sort(reference)
    below = torch.searchsorted(ordered, t.contiguous(), right=False)
    m = reference.numel()
    return (m - below + 1).double() / (m + 1)
""",
        ),
        (
            RIGHT,
            "two loops, counting by hand",
            """
def goodness(t, reference):
    result = []
    for a in t.tolist():
        count = 1
        for b in reference.tolist():
            if b >= a:
                count += 1
        result.append(count / (len(reference) + 1))
    return torch.tensor(result)
""",
        ),
        (
            RIGHT,
            "the event is put among the reference, then a mean",
            """
def goodness(t, reference):
    together = torch.cat([t[:, None], reference.expand(len(t), -1)], dim=1)
    return (together >= together[:, :1]).double().mean(-1)
""",
        ),
        (
            RIGHT,
            "one minus the share that is less odd, NumPy style",
            """
def goodness(t, reference):
    a, b = np.asarray(t), np.asarray(reference)
    less = np.less(b[:, None], a[None, :]).sum(axis=0)
    return torch.as_tensor(1.0 - less / (b.size + 1.0))
""",
        ),
        (
            WRONG,
            "strictly greater: events just as odd do not count",
            """
def goodness(t, reference):
    more = (reference[None, :] > t[:, None]).sum(1)
    return (1 + more) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "the wrong side: the share that is less odd",
            """
def goodness(t, reference):
    less = (reference[None, :] <= t[:, None]).sum(1)
    return (1 + less) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "the event itself is not counted: p may be 0",
            """
def goodness(t, reference):
    return (reference[None, :] >= t[:, None]).double().mean(1)
""",
        ),
        (
            WRONG,
            "1 only above: p may be larger than 1",
            """
def goodness(t, reference):
    return (1 + (reference[None, :] >= t[:, None]).sum(1)) / len(reference)
""",
        ),
        (
            WRONG,
            "1 only below",
            """
def goodness(t, reference):
    return (reference[None, :] >= t[:, None]).sum(1) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "1 added to the share instead of the count",
            """
def goodness(t, reference):
    m = len(reference)
    return 1 / (1 + m) + (reference[None, :] >= t[:, None]).double().mean(1)
""",
        ),
        (
            WRONG,
            "wrong axis: one number for each track of the reference",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(0)
    return (1 + odd) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "divides by the number of events k, not by m",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(1)
    return (1 + odd) / (1 + len(t))
""",
        ),
        (
            WRONG,
            "searchsorted without sorting: the reference comes in any order",
            """
def goodness(t, reference):
    m = len(reference)
    below = torch.searchsorted(reference, t)
    return (1 + m - below) / (1 + m)
""",
        ),
        (
            WRONG,
            "searchsorted from the right: ties do not count",
            """
def goodness(t, reference):
    m = len(reference)
    upto = torch.searchsorted(reference.sort().values, t, right=True)
    return (1 + m - upto) / (1 + m)
""",
        ),
        (
            WRONG,
            "integer division: only 0 or 1",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(1)
    return (1 + odd) // (1 + len(reference))
""",
        ),
        (
            WRONG,
            "ranks of the events among themselves, the reference is not used",
            """
def goodness(t, reference):
    odd = (t[None, :] >= t[:, None]).sum(1)
    return odd / len(t)
""",
        ),
        (
            WRONG,
            "one number: the p-values' mean",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(1)
    return ((1 + odd) / (1 + len(reference))).mean()
""",
        ),
        (
            WRONG,
            "all events counted together: the sum has no axis",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum()
    return (1 + odd) / (1 + len(reference)) * torch.ones_like(t)
""",
        ),
        (
            WRONG,
            "a normal approximation of the reference",
            """
def goodness(t, reference):
    score = (t - reference.mean()) / reference.std()
    return 1 - torch.special.ndtr(score)
""",
        ),
        (
            WRONG,
            "two-sided: odd on either side",
            """
def goodness(t, reference):
    m = len(reference)
    up = (1 + (reference[None, :] >= t[:, None]).sum(1)) / (1 + m)
    down = (1 + (reference[None, :] <= t[:, None]).sum(1)) / (1 + m)
    return (2 * torch.minimum(up, down)).clamp(max=1)
""",
        ),
        (
            WRONG,
            "oddness as the distance from the reference's mean",
            """
def goodness(t, reference):
    middle = reference.mean()
    far = (reference - middle).abs()[None, :] >= (t - middle).abs()[:, None]
    return (1 + far.sum(1)) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "one minus p: large for odd events",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(1)
    return 1 - (1 + odd) / (1 + len(reference))
""",
        ),
        (
            WRONG,
            "a yes or no at 5 %, no p-value",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(1)
    return (1 + odd) / (1 + len(reference)) < 0.05
""",
        ),
        (
            WRONG,
            "all events share one comparison: works only for a single event",
            """
def goodness(t, reference):
    odd = (reference >= t[0]).sum()
    return ((1 + odd) / (1 + len(reference))).repeat(len(t))
""",
        ),
        (
            WRONG,
            "the other events count as reference, too",
            """
def goodness(t, reference):
    everyone = torch.cat([reference, t])
    return (everyone[None, :] >= t[:, None]).double().mean(1)
""",
        ),
        (
            WRONG,
            "a column (k, 1)",
            """
def goodness(t, reference):
    odd = (reference[None, :] >= t[:, None]).sum(1, keepdim=True)
    return (1 + odd) / (1 + len(reference))
""",
        ),
    ),
}
