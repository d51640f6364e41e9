Attribute VB_Name = "PmoErrors"
'@Folder("PMO")
'@ModuleDescription("Guards, and the wording of everything the user is told.")
'
' Public procedures: GuardReady, Sentence, Tell, Record, AskToStop and one function per sentence.
' Errors: NotReady (21001), NoPython (21002), raised with the sentence as their description.
'
Option Explicit
Option Private Module

Public Const NotReady As Long = 21001
Public Const NoPython As Long = 21002

Private Const Title As String = "PMO"
Private Const RecordVariable As String = "PMO_WORKBOOK_MESSAGES"

'@Description("Raises NotReady when no step can run on this workbook.")
Public Sub GuardReady()
    If Len(ThisWorkbook.Path) = 0 Then
        Err.Raise NotReady, "PmoErrors", "This workbook was never saved. Save it as a macro-enabled workbook (.xlsm), then press the button again."
    End If
    If PmoAppState.IsReadOnly() Then
        Err.Raise NotReady, "PmoErrors", "This workbook is open read-only, so nothing could be kept. Close it where else it is open, or save it under another name, then press the button again."
    End If
End Sub

'@Description("What is said about an error: our own sentences as they are, others with a lead.")
Public Function Sentence(ByVal Number As Long, ByVal Description As String) As String
    If Number = NotReady Or Number = NoPython Then
        Sentence = Description
    Else
        Sentence = "The button could not do its work (" & Number & ", " & Description & "). The tabs are as they were. In a terminal, pmo-workbook doctor says what is wrong."
    End If
End Function

'@Description("Shows a sentence in a box; a run that nobody watches records it instead.")
Public Sub Tell(ByVal Text As String)
    If Not Record(Text) Then MsgBox Left$(Text, 1000), vbInformation, Title
End Sub

'@Description("Adds a sentence to the file that PMO_WORKBOOK_MESSAGES names, for runs that nobody watches. Says whether it did.")
Public Function Record(ByVal Text As String) As Boolean
    Dim Path As String
    Path = Environ(RecordVariable)
    If Len(Path) = 0 Then Exit Function
    PmoFiles.WriteText Path, PmoFiles.ReadText(Path) & PmoFiles.Pair("said", Text)
    Record = True
End Function

'@Description("Asks whether the run under way shall stop; a run that nobody watches goes on.")
Public Function AskToStop() As Boolean
    Dim Text As String
    Text = "The last click is still being worked on. Stop it?"
    If Record(Text) Then Exit Function
    AskToStop = MsgBox(Text, vbYesNo + vbQuestion + vbDefaultButton2, Title) = vbYes
End Function

'@Description("No Python was found.")
Public Function MissingPython() As String
    MissingPython = "Python was not found. Install the PMO tools once (pip install pmo-workbook[live]), then type in a terminal: pmo-workbook install"
End Function

'@Description("The program is there but may not be started.")
Public Function Forbidden(ByVal Program As String) As String
    Forbidden = "Python could not be started (" & Program & "). If your company forbids Office to start programs, type in a terminal: pmo-workbook worker, leave it open, and press the button again."
End Function

'@Description("The worker took the job and is gone.")
Public Function Died() As String
    Died = "Python stopped in the middle of the work. The workbook can still be used; press the button again. If it happens twice, type in a terminal: pmo-workbook doctor"
End Function

'@Description("Nobody took the job.")
Public Function NoAnswer() As String
    NoAnswer = "Python was started but did not answer. In a terminal, pmo-workbook doctor says what is wrong; pmo-workbook install puts the path of Python right."
End Function

'@Description("The answer belongs to another run.")
Public Function Strange() As String
    Strange = "The answer belongs to another run. Press the button again."
End Function

'@Description("The user stopped waiting.")
Public Function Abandoned() As String
    Abandoned = "Python did not stop in time and is no longer waited for. Look at the tabs before you save."
End Function
