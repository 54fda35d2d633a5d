import Canvas
import Testing

/// What each theme promises to eyes.
struct ThemeTests {
  /// The terminal's own colours are its user's; nothing can be promised of them.
  static let themes = Theme.all.filter { $0.grounding != .terminal }

  /// The eyes for which a theme is made.
  private func eyes(of theme: Theme) -> [ColorVision] {
    switch theme.name {
    case "deuteranopia": [.normal, .deuteranopia]
    case "tritanopia": [.normal, .tritanopia]
    default: [.normal]
    }
  }

  @Test func themesByName() {
    #expect(
      Theme.all.map(\.name) == [
        "dark", "light", "contrast", "terminal", "deuteranopia", "tritanopia",
      ]
    )
    for theme in Theme.all { #expect(Theme.named(theme.name) == theme) }
    #expect(Theme.named("Dark") == nil)
    #expect(Theme.named("") == nil)
  }

  // MARK: - Contrast (WCAG 2)

  @Test(arguments: themes)
  func everythingStandsOutFromTheGround(theme: Theme) {
    let least = theme.name == "contrast" ? (21.0, 10.0, 7.0) : (7, 4.5, 3)
    #expect(theme.text.contrast(to: theme.ground) >= least.0)
    #expect(theme.dim.contrast(to: theme.ground) >= least.1)
    for color in states(theme) + theme.palette + [theme.bar] {
      #expect(color.contrast(to: theme.ground) >= least.2, "\(color.hex ?? "")")
    }
    let ramp = theme.ramp.map { $0.contrast(to: theme.ground) }
    #expect(ramp == ramp.sorted())
    #expect(ramp[0] > theme.faint.contrast(to: theme.ground))
    #expect(theme.dim.contrast(to: theme.ground) < theme.text.contrast(to: theme.ground))
  }

  /// Badges, names on bars and values beside them.
  @Test(arguments: themes)
  func wordsOnColoursCanBeRead(theme: Theme) {
    for color in states(theme) + [theme.dim] {
      #expect(color.ink.contrast(to: color) >= 4.5, "\(color.hex ?? "")")
      #expect(
        theme.ink(on: color).contrast(to: color) >= (theme == .dark ? 3.8 : 4.5),
        "\(color.hex ?? "")"
      )
    }
    #expect(theme.ink(on: theme.warning).contrast(to: theme.warning) >= 4.5)
    for color in theme.ramp {
      #expect(theme.ink(on: color).contrast(to: color) >= 3.5, "\(color.hex ?? "")")
    }
  }

  @Test(
    arguments: [
      (0x000000, 0xFFFFFF, 21), (0x767676, 0xFFFFFF, 4.542), (0xFF0000, 0xFFFFFF, 3.998),
      (0x0000FF, 0x000000, 2.444), (0x123456, 0x123456, 1),
    ] as [(UInt32, UInt32, Double)]
  )
  func contrastIsThatOfWCAG(one: UInt32, two: UInt32, expected: Double) {
    #expect(abs(Color(one).contrast(to: Color(two)) - expected) < 0.001)
    #expect(Color(one).contrast(to: Color(two)) == Color(two).contrast(to: Color(one)))
  }

  // MARK: - Telling apart

  @Test(arguments: themes)
  func statesAreToldApart(theme: Theme) {
    for eye in eyes(of: theme) {
      for (one, two) in pairs(states(theme)) {
        #expect(eye.distance(one, two) >= 20, "\(eye) \(one.hex ?? "") \(two.hex ?? "")")
      }
      for state in states(theme) {
        #expect(eye.distance(state, theme.text) >= 20, "\(eye) \(state.hex ?? "")")
        #expect(eye.distance(state, theme.bar) >= 12, "\(eye) \(state.hex ?? "")")
      }
    }
  }

  /// Neighbours stand beside each other in legends and stacks; any two may meet by hash.
  @Test(arguments: themes)
  func seriesAreToldApart(theme: Theme) {
    #expect(theme.palette.count >= 12)
    let isForAnEye = eyes(of: theme).count > 1
    for eye in eyes(of: theme) {
      for (one, two) in zip(theme.palette, theme.palette.dropFirst()) {
        #expect(eye.distance(one, two) >= 13, "\(eye) \(one.hex ?? "") \(two.hex ?? "")")
      }
      for (one, two) in pairs(theme.palette) {
        let least = isForAnEye ? 13.0 : 6.5
        #expect(eye.distance(one, two) >= least, "\(eye) \(one.hex ?? "") \(two.hex ?? "")")
      }
    }
  }

  @Test(arguments: themes)
  func noSeriesLooksLikeAState(theme: Theme) {
    for eye in eyes(of: theme) {
      for color in theme.palette {
        for state in states(theme) {
          #expect(eye.distance(color, state) >= 9, "\(eye) \(color.hex ?? "")")
        }
      }
    }
    for color in theme.palette + theme.ramp + [theme.text, theme.dim, theme.faint, theme.bar] {
      #expect(![1, 2, 3].contains(color.sixteenIndex % 8), "\(color.hex ?? ""): a state's colour")
    }
  }

  @Test(arguments: Theme.all)
  func statesStayApartOnEveryTerminal(theme: Theme) {
    for depth in [\Color.paletteIndex, \.sixteenIndex, \.eightIndex] {
      let states = states(theme).map { $0[keyPath: depth] }
      #expect(Set(states).count == 3, "\(theme.name)")
    }
    #expect(theme.warning.sixteenIndex % 8 == 3)
    #expect(theme.critical.sixteenIndex % 8 == 1)
    let series = theme.sixteen.map { $0.isTerminal ? -1 : $0.sixteenIndex }
    #expect(Set(series).count == series.count)
    #expect(Set(series).isDisjoint(with: states(theme).map(\.sixteenIndex)))
  }

  /// A red that 256 colours show as pink would not be taken for trouble.
  @Test(arguments: themes)
  func statesKeepTheirHueOn256Colours(theme: Theme) {
    for state in states(theme) {
      let index = state.paletteIndex
      #expect((16..<232).contains(index))
      let levels = [0, 95, 135, 175, 215, 255].map { UInt8($0) }
      let place = index - 16
      let shown = Color(
        red: levels[place / 36],
        green: levels[place / 6 % 6],
        blue: levels[place % 6]
      )
      if eyes(of: theme).count == 1 {
        #expect(shown.sixteenIndex % 8 == state.sixteenIndex % 8, "\(state.hex ?? "")")
      }
      #expect(ColorVision.normal.distance(shown, state) < 12, "\(state.hex ?? "")")
      #expect(shown.contrast(to: theme.ground) >= 2.9)
    }
    for grey in theme.ramp + [theme.bar, theme.dim] {
      #expect(grey.paletteIndex >= 232 || grey.blue > grey.green, "\(grey.hex ?? "")")
    }
  }

  /// The pairs by which the formula's authors tell that a program has it right.
  @Test func theDistanceIsTheStandards() {
    let pairs = [
      (Lab(l: 50, a: 2.6772, b: -79.7751), Lab(l: 50, a: 0, b: -82.7485), 2.0425),
      (Lab(l: 50, a: 2.5, b: 0), Lab(l: 73, a: 25, b: -18), 27.1492),
      (Lab(l: 2.0776, a: 0.0795, b: -1.1350), Lab(l: 0.9033, a: -0.0636, b: -0.5514), 0.9082),
    ]
    for (one, two, expected) in pairs { #expect(abs(one.distance(to: two) - expected) < 0.0001) }
    #expect(ColorVision.deuteranopia.distance(Color(0xB8860B), Color(0x6B9B1E)) < 15)
    #expect(ColorVision.normal.distance(Color(0xB8860B), Color(0x6B9B1E)) > 25)
  }

  // MARK: - Colours of dashboards

  @Test func coloursOfDashboardsAreFoundAgainByTheirPlace() {
    for theme in [Theme.light, .contrast, .deuteranopia, .tritanopia] {
      #expect(theme.color(named: "blue") == theme.palette[0])
      #expect(theme.color(named: "#2FB8AC") == theme.palette[2])
      #expect(theme.color(named: "#F2495C") == theme.critical)
      #expect(theme.color(named: "semi-dark-yellow") == theme.warning)
      #expect(theme.color(named: "no such") == nil)
      for name in ["white", "black", "super-light-green", "dark-red", "orange", "#FFFFFE"] {
        let color = theme.color(named: name)
        #expect((color?.contrast(to: theme.ground) ?? 0) >= 3, "\(theme.name) \(name)")
      }
    }
    #expect(Theme.dark.color(named: "#123456") == Color(0x123456))
    #expect(
      Theme.deuteranopia.color(named: "light-green") != Theme.dark.color(named: "light-green")
    )
  }

  @Test func aColourIsShadedNoFurtherThanItMust() {
    let white = Color(0xFFFFFF)
    #expect(Color(0x1F4FA8).legible(on: white, least: 3) == Color(0x1F4FA8))
    let shaded = Color(0x9ADCF0).legible(on: white, least: 3)
    #expect((3..<4).contains(shaded.contrast(to: white)))
    #expect(white.legible(on: white, least: 100) == Color(0x000000))
    #expect(Color.terminal.legible(on: white, least: 3) == .terminal)
  }

  // MARK: - Ground

  private func canvas() -> Canvas {
    var canvas = Canvas(size: Size(columns: 4, rows: 1))
    canvas.write("ab", at: .zero)
    canvas[2, 0] = Cell("c", Style(Color(0xC27C00)))
    canvas[3, 0] = Cell("█", Style(Color(0x5C5CFF), on: Color(0x010203)))
    return canvas
  }

  @Test func aGroundCoversTheTerminals() {
    var canvas = canvas()
    canvas.paintGround(of: .light, depth: .truecolor)
    let (text, ground) = (Theme.light.text, Theme.light.ground)
    #expect(canvas[0, 0] == Cell("a", Style(text, on: ground)))
    #expect(canvas[2, 0] == Cell("c", Style(Color(0xC27C00), on: ground)))
    #expect(canvas[3, 0].style == Style(Color(0x5C5CFF), on: Color(0x010203)))
    for row in 0..<1 {
      for cell in canvas.row(row) { #expect(!cell.style.background.isTerminal) }
    }
  }

  @Test func sixteenColoursOnWhiteAreTheDeepOnes() {
    var canvas = canvas()
    canvas[3, 0] = Cell("█", Style(Color(0x5C5CFF)))
    canvas.paintGround(of: .light, depth: .sixteen)
    #expect(canvas[0, 0].style.foreground.sixteenIndex == 0)
    #expect(canvas[0, 0].style.background.sixteenIndex == 15)
    // Yellow words would be lost on white.
    #expect(canvas[2, 0].style.foreground.sixteenIndex == 0)
    #expect(canvas[2, 0].style.background.sixteenIndex == 3)
    #expect(canvas[3, 0].style.foreground.sixteenIndex == 4)
    canvas[3, 0] = Cell("│", Style(Color(0x000000), on: Color(0xFFFF00)))
    canvas.paintGround(of: .light, depth: .sixteen)
    #expect(canvas[3, 0].style.background.sixteenIndex == 3)
  }

  /// Nobody knows whether yellow words can be read on a ground that is the terminal's own.
  @Test func wordsInTheTerminalsYellowStandOnIt() {
    var canvas = canvas()
    canvas[2, 0] = Cell("!", Style(Theme.terminal.warning))
    canvas[3, 0] = Cell("█", Style(Theme.terminal.warning))
    canvas.paintGround(of: .terminal, depth: .sixteen)
    #expect(canvas[0, 0] == Cell("a"))
    #expect(canvas[2, 0].style == Style(Color(0x000000), on: Theme.terminal.warning))
    #expect(canvas[3, 0].style == Style(Theme.terminal.warning))
  }

  @Test func theDarkThemeLeavesTheGroundAlone() {
    var painted = canvas()
    painted.paintGround(of: .dark, depth: .truecolor)
    #expect(painted == canvas())
    painted.paintGround(of: .dark, depth: .sixteen)
    #expect(painted == canvas())
    painted.paintGround(of: .light, depth: .mono)
    #expect(painted == canvas())
  }

  private func states(_ theme: Theme) -> [Color] { [theme.good, theme.warning, theme.critical] }

  private func pairs(_ colors: [Color]) -> [(Color, Color)] {
    colors.indices.flatMap { index in colors[..<index].map { ($0, colors[index]) } }
  }
}
