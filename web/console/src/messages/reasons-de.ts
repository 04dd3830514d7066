/** What a reason means, by its code: in German what the server says in English (src/decision/reasons.ts). */
export const reasonsDe: Record<string, string> = {
  MRZ_NOT_FOUND: 'Auf dem Bild des Dokuments wurde keine maschinenlesbare Zone gefunden.',
  MRZ_CHECK_DIGIT_MISMATCH:
    'Eine Prüfziffer der maschinenlesbaren Zone ist eine andere als die berechnete (ICAO 9303-3 §4.9).',
  MRZ_READING_UNCERTAIN:
    'Das Gelesene wurde ausgebessert, oder ein Feld, auf das die Richtlinie baut, ist unsicher.',
  DOCUMENT_EXPIRED: 'Das Dokument ist abgelaufen.',
  DOCUMENT_DATE_UNKNOWN: 'Das Ablaufdatum fehlt oder ist kein Datum.',
  DOCUMENT_DATES_IMPLAUSIBLE:
    'Die gelesenen Daten können nicht die eines heute gültigen Dokuments sein.',
  DOCUMENT_NUMBER_UNUSUAL:
    'Die Dokumentennummer hat nicht die Form, die ihr Aussteller veröffentlicht.',
  DOCUMENT_TYPE_UNEXPECTED: 'Das gefundene Dokument ist nicht von der angegebenen Art.',
  FIELD_MISMATCH:
    'Ein Feld unterscheidet sich zwischen zwei Quellen: Aufdruck, maschinenlesbare Zone, Barcode oder Chip.',
  SIDES_DIFFER:
    'Vorder- und Rückseite des Dokuments haben nichts gemeinsam oder widersprechen einander.',
  IMAGE_BLURRED:
    'In einem Teil des Dokuments sind Kanten breiter als die Grenze, oder dem Lichtbild fehlt Feinheit.',
  IMAGE_GLARE: 'Eine Spiegelung bedeckt einen Teil des Dokuments.',
  IMAGE_TOO_DARK:
    'Die hellsten Teile des Dokuments sind dunkler als die Grenze, oder mehr vom Lichtbild ist fast schwarz.',
  IMAGE_TOO_BRIGHT:
    'Der dunkelste Druck des Dokuments ist heller als die Grenze, oder mehr vom Lichtbild ist fast weiß.',
  IMAGE_FAINT: 'Druck und Grund eines Feldes unterscheiden sich weniger als die Grenze.',
  IMAGE_DOCUMENT_SMALL: 'Das Dokument hat weniger Bildpunkte je Millimeter als die Grenze.',
  IMAGE_CUT_OFF: 'Ein Teil des Dokuments liegt außerhalb des Bildes.',
  TAMPER_SUSPECTED:
    'Ein Zeichen von Manipulation: Das Bild zeigt vielleicht einen Bildschirm oder eine Kopie oder wurde verändert.',
  DOCUMENT_ISSUER_UNKNOWN: 'Der ausstellende Staat steht nicht in ICAO 9303-3, Abschnitt 5.',
  DOCUMENT_SPECIMEN:
    'Ein Muster: der erdachte Staat UTO, ein veröffentlichtes Beispiel oder als solches gekennzeichnet. Mit einem Testschlüssel erlaubt, mit einem echten nie.',
  PORTRAIT_NOT_FOUND: 'Auf dem Bild des Dokuments wurde kein Gesicht gefunden.',
  PORTRAIT_TOO_SMALL: 'Das Lichtbild auf dem Dokument ist kleiner, als die Richtlinie verlangt.',
  SELFIE_FACE_NOT_FOUND: 'Auf dem Selfie wurde kein Gesicht gefunden.',
  SELFIE_TOO_SMALL: 'Die Augen auf dem Selfie sind weniger Bildpunkte auseinander als die Grenze.',
  SELFIE_BLURRED: 'Dem Gesicht auf dem Selfie fehlt mehr Feinheit, als die Grenze zulässt.',
  SELFIE_TOO_DARK: 'Vom Gesicht auf dem Selfie ist mehr fast schwarz, als die Grenze zulässt.',
  SELFIE_TOO_BRIGHT: 'Vom Gesicht auf dem Selfie ist mehr fast weiß, als die Grenze zulässt.',
  SELFIE_UNEVEN_LIGHT:
    'Eine Wange auf dem Selfie ist, verglichen mit der anderen, dunkler als die Grenze.',
  SELFIE_EYES_HIDDEN:
    'Die Augen auf dem Selfie sind, verglichen mit den Wangen, dunkler als die Grenze.',
  SELFIE_TURNED_AWAY:
    'Der Kopf auf dem Selfie ist mehr gedreht, gehoben, gesenkt oder geneigt, als die Grenze zulässt.',
  SELFIE_CUT_OFF: 'Ein Teil des Gesichts liegt außerhalb des Selfies.',
  SELFIE_SEVERAL_FACES:
    'Ein anderes Gesicht auf dem Selfie ist fast so groß wie das wichtigste: Unklar, wer sich ausweist.',
  SELFIE_BYSTANDER:
    'Ein anderes, kleineres Gesicht ist auf dem Selfie; das größte nahe der Mitte wurde genommen. Spricht gegen nichts.',
  LIVENESS_STEP_NOT_DONE: 'Ein Schritt der Aufgabe war in seinen Bildern nicht zu sehen.',
  LIVENESS_WRONG_STEP:
    'Zu einem Schritt der Aufgabe kam eine andere Bewegung in vollem Ausmaß hinzu.',
  LIVENESS_TOO_LATE: 'Ein Bild wurde nach der Frist seines Schrittes aufgenommen.',
  LIVENESS_TOO_FEW_FRAMES: 'Ein Schritt hat zu wenige Bilder, oder sie liegen zu weit auseinander.',
  LIVENESS_FACE_LOST:
    'In einem Schritt fehlte das Gesicht in zu vielen Bildern oder änderte seine Größe.',
  LIVENESS_OTHER_PERSON:
    'Die Bilder zeigen mehr als einen Menschen, zugleich oder einen nach dem anderen.',
  LIVENESS_MOTION_NOT_NATURAL:
    'Eine Bewegung sprang, lief zurück oder begann nicht mit dem Blick zur Kamera.',
  LIVENESS_NOT_THREE_DIMENSIONAL:
    'Eine Drehung zeigte zu wenig von der Parallaxe eines räumlichen Kopfes: Es ist vielleicht ein flaches Bild.',
  LIVENESS_COLOURS_DO_NOT_FOLLOW: 'Das Licht auf der Haut folgte den Farben des Bildschirms nicht.',
  LIVENESS_FRAMES_REPEATED: 'Zwei Bilder der Aufgabe sind ein und dasselbe.',
  RECAPTURE_MOIRE:
    'Auf dem Gesicht wiederholt sich ein feines Muster, wie von einem Bildschirm oder von Druck.',
  RECAPTURE_BORDER:
    'Um das Gesicht laufen Kanten eines Blattes, einer Karte oder eines Bildschirms, oder dahinter die eines Fensters. Wiegt für sich allein nichts.',
  RECAPTURE_PALE:
    'Nichts auf dem Gesicht ist dunkel, wie im Druck, auf einem Bildschirm oder im Dunst. Wiegt für sich allein nichts.',
  RECAPTURE_GLOSS:
    'Auf dem Gesicht liegt ein weißer Fleck, wie auf glänzendem Papier oder Glas, und auf Brillen und feuchter Haut. Wiegt für sich allein nichts.',
  LIVENESS_NOT_CHALLENGED:
    'Keine Lebendprüfung mit Aufgaben wurde gemacht, und die Sitzung verlangt keine. Spricht gegen nichts.',
  INJECTION_HINT:
    'Die Bilder tragen die Spur einer Kamera, die keine ist. Das hat auch ehrliche Gründe; ein Hinweis, kein Beweis. Spricht gegen nichts.',
  ATTEMPTS_EXHAUSTED:
    'Eine Aufnahme sollte wiederholt werden, aber die Sitzung hat keinen Versuch mehr.',
  FACE_MISMATCH:
    'Die Ähnlichkeit von Selfie und Lichtbild erreicht die verlangte Falschakzeptanzrate nicht.',
  LIVENESS_LOW:
    'Der Wert der passiven Lebendprüfung ist niedrig: vielleicht das Foto eines Fotos oder eines Bildschirms.',
  CHIP_NOT_AUTHENTIC:
    'Eine Prüfung der Passiven Authentisierung schlug fehl (ICAO 9303-11 §5.1): Die Daten des Chips sind nicht die, die ein vertrauter Staat signiert hat, oder auf ihren Unterzeichner ist nicht oder nicht mehr Verlass.',
  CHIP_UNVERIFIED:
    'Keine Masterliste ist eingestellt (CSCA_MASTER_LIST): Niemand bürgt für den Unterzeichner des Chips, und jeder kann einen solchen machen. Auch geprüft kommt die Kopie eines Chips noch durch: Aktive und Chip-Authentisierung werden nicht gemacht.',
  CHIP_PORTRAIT_UNUSABLE: 'Im Lichtbild eines echten Chips wurde kein Gesicht gefunden.',
  POLICY_RULE: 'Eine Regel Ihrer Richtlinie trifft zu.',
  STEP_UP_ASKED:
    'Alle Prüfungen sind bestanden, und eine Regel Ihrer Richtlinie verlangt eine weitere Aufnahme.',
  RISK_DEVICE_SHARED: 'Das Gerät wurde auch für andere Personen oder ungewöhnlich oft benutzt.',
  RISK_DOCUMENT_REUSED: 'Eine andere Person kam mit einem Dokument derselben Nummer.',
  RISK_IMAGE_REUSED: 'Eine andere Person hat dieselbe Bilddatei gesandt.',
  RISK_CONTACT_SHARED: 'Andere Personen gaben dieselbe E-Mail-Adresse oder Telefonnummer an.',
  RISK_PLACE_BUSY:
    'Viele Sitzungen kamen von der Anschrift oder aus dem Netz, oder es ist in einem anderen Land als das Dokument. Genügt nie für sich allein.',
  RISK_BEHAVIOUR_UNUSUAL:
    'Das Formular oder die Seite wurde bedient, wie Programme es tun: ohne Innehalten oder schneller, als man liest. Genügt nie für sich allein.',
  RISK_CONDUCT_UNUSUAL:
    'Die Sitzung war ungewöhnlich schnell oder oft gemacht, oder mit Hinweisen auf eine Kamera, die keine ist.',
  RISK_DETAILS_DIFFER:
    'Was über die Person gesagt wurde, weicht vom Dokument ab, oder ihr Alter wird nicht bedient.',
  RISK_WATCHLIST_POSSIBLE:
    'Der Name ähnelt einem auf einer Sanktionsliste. Mehr als eine Ähnlichkeit von Namen ist das nicht.',
  RISK_FACE_SEEN:
    'Das Gesicht ähnelt dem einer anderen Person. Auch Verwandte und Doppelgänger ähneln sich.',
  RISK_CONNECTED:
    'Die Person ist mit bekanntem Betrug oder mit ungewöhnlich vielen anderen verbunden.',
  SANDBOX_OUTCOME:
    'Ein Muster der Testumgebung mit einem Testschlüssel: Seine Nummer entscheidet, nicht sein Foto.',
  CHECK_UNAVAILABLE: 'Eine Prüfung, die die Richtlinie verlangt, gab kein Ergebnis.',
  CHECKS_INTERRUPTED: 'Die Prüfungen wurden mehrmals begonnen und nie beendet.',
}
