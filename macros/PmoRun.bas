Attribute VB_Name = "PmoRun"
'@Folder("PMO")
'@ModuleDescription("The one path of every button: guard, busy, Python, look again, restore, report.")
'
' A button leaves a job for Python and the macro ends; a timer looks for the answer once a second. So no macro is on
' the stack while Python works on the workbook, and the program stays alive. A run has succeeded only when Python
' wrote the run's own id and the word done.
'
' Nothing runs by itself when the workbook opens or closes: scanners rightly mistrust that.
'
' Public procedures: RunStep, Look.
' Errors: none are raised; whatever goes wrong becomes a sentence.
'
Option Explicit
Option Private Module

Private Const PatienceSeconds As Double = 45
Private Const DeadSeconds As Double = 6
Private Const DeadLooks As Long = 3

Private RunId As String
Private Posted As Date
Private Started As Boolean
Private Missed As Long
Private Stopping As Boolean
Private Calculating As Long
Private Due As Double

'@Description("Starts a step in Python. Detail is the reason or the file that the step needs.")
Public Sub RunStep(ByVal StepName As String, ByVal BusyText As String, ByVal Detail As String)
    On Error GoTo CleanFail
    If PmoAppState.IsLibreOffice() Then PmoLibreOffice.KeepOthersOut
    ' A timer that was lost must not block the buttons.
    If Len(RunId) > 0 Then If Len(PmoPython.ReadAnswer(RunId)) > 0 Then Look
    If Len(RunId) > 0 Then
        OfferToStop
        Exit Sub
    End If
    PmoErrors.GuardReady
    RunId = PmoPython.NewRunId()
    Posted = Now
    Started = False
    Stopping = False
    Missed = 0
    Calculating = PmoAppState.CalculationMode()
    PmoPython.Post RunId, StepName, Detail
    If Not PmoPython.WorkerLives(DeadSeconds) Then Start
    Await
    ' Last, since what waits has its turn when something is shown: from here on the run may be over.
    PmoAppState.ShowBusy BusyText & " ..."
    Exit Sub
CleanFail:
    Finish RunId, PmoErrors.Sentence(Err.Number, Err.Description), True
End Sub

'@Description("Looks once for the answer of the run; asks the timer to look again when there is none yet.")
Public Sub Look()
    Dim Asked As String
    Dim Answer As String
    On Error GoTo CleanFail
    If PmoAppState.IsLibreOffice() Then PmoLibreOffice.KeepOthersOut
    Asked = RunId
    If Len(Asked) = 0 Then Exit Sub
    Answer = PmoPython.ReadAnswer(Asked)
    If Len(Answer) = 0 Then
        KeepWaiting
    ElseIf PmoFiles.Field(Answer, "run") <> Asked Then
        Finish Asked, PmoErrors.Strange(), True
    Else
        Finish Asked, PmoFiles.Field(Answer, "text"), PmoFiles.Field(Answer, "state") <> "done" _
            Or PmoFiles.Field(Answer, "show") = "box"
    End If
    Exit Sub
CleanFail:
    Finish Asked, PmoErrors.Sentence(Err.Number, Err.Description), True
End Sub

'@Description("Shows how far Python is, and ends the wait when nobody is there to answer any more.")
Private Sub KeepWaiting()
    Dim Text As String
    If PmoPython.WorkerLives(DeadSeconds) Then
        Missed = 0
    ElseIf PmoPython.IsTaken(RunId) Then
        ' A computer that wakes up has an old sign of life for a moment.
        Missed = Missed + 1
        If Missed >= DeadLooks Then
            PmoAppState.Revive Calculating
            Err.Raise PmoErrors.NoPython, "PmoRun", PmoErrors.Died()
        End If
    ElseIf Not Started Then
        Start
    ElseIf (CDbl(Now) - CDbl(Posted)) * 86400# > PatienceSeconds Then
        Err.Raise PmoErrors.NoPython, "PmoRun", PmoErrors.NoAnswer()
    End If
    Await
    Text = PmoPython.ReadProgress(RunId)
    If Len(Text) > 0 And Not Stopping Then PmoAppState.ShowBusy Text & " ..."
End Sub

'@Description("Starts a worker, and counts the patience from now.")
Private Sub Start()
    Started = True
    Posted = Now
    PmoPython.StartWorker
End Sub

'@Description("Asks the program to call PmoTick in a second.")
Private Sub Await()
    Dim Soonest As Double
    Soonest = CDbl(Now) + 1# / 86400#
    ' LibreOffice loses a timer that is set again for the moment at which it fires, and it may fire a little early.
    If Soonest < Due + 0.9 / 86400# Then Soonest = Due + 1# / 86400#
    If Soonest > CDbl(Now) + 3# / 86400# Then Soonest = CDbl(Now) + 1# / 86400#
    Due = Soonest
    Application.OnTime Due, PmoAppState.MacroName("PmoTick")
End Sub

'@Description("A second click while a run is under way: says so and offers to stop it.")
Private Sub OfferToStop()
    Dim Asked As String
    If Stopping Then
        Finish RunId, PmoErrors.Abandoned(), True
        Exit Sub
    End If
    Asked = RunId
    If Not PmoErrors.AskToStop() Then Exit Sub
    If RunId <> Asked Then Exit Sub
    Stopping = True
    PmoPython.Cancel RunId
    PmoAppState.ShowBusy "Stopping ..."
End Sub

'@Description("Ends a run, unless that was done meanwhile: gives the program back and says what happened.")
Private Sub Finish(ByVal Ended As String, ByVal Text As String, ByVal InBox As Boolean)
    If RunId <> Ended Then Exit Sub
    RunId = ""
    If Len(Ended) > 0 Then PmoPython.Discard Ended
    If InBox Then
        PmoAppState.ShowReady
        PmoErrors.Tell Text
    Else
        PmoAppState.ShowResult Text
    End If
End Sub
